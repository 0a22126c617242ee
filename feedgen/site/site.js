// What pages do besides being read: copy addresses, search, order, tell whether the site is alive. They are whole without it.
"use strict";
(() => {
  const one = selector => document.querySelector(selector);
  const all = selector => [...document.querySelectorAll(selector)];
  const say = text => { one("#said").textContent = text; };
  const plural = (n, thing) => `${n} ${thing}${n === 1 ? "" : "s"}`;

  // Copy. Rows of the index page get their button here: a thousand of them would only make the page longer.
  const base = document.body.dataset.base;
  for (const row of all(".feeds > li")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.dataset.copy = base + row.querySelector(".a a").getAttribute("href");
    button.setAttribute("aria-label", `Copy RSS address of ${row.querySelector(".name").textContent}`);
    row.querySelector(".a").append(" ", button);
  }
  for (const hidden of all(".copy, [role=search], .order")) hidden.hidden = false;

  const write = async text => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // there is no clipboard where a site is served without TLS
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      if (!done) throw new Error("no clipboard");
    }
  };
  document.addEventListener("click", async event => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    try {
      await write(button.dataset.copy);
      button.textContent = "Copied";
      say(`Copied ${button.dataset.copy}`);
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    } catch {
      say(`Could not copy. The address is ${button.dataset.copy}`);
    }
    button.focus();
  });
  for (const input of all(".address input")) input.addEventListener("focus", () => input.select());

  // Search: rows that have all the words, whatever their accents and case.
  const field = one("#q");
  if (field) {
    const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const rows = all(".feeds > li").map(row => {
      const name = row.querySelector(".name");
      return { row, text: fold([name.textContent, name.getAttribute("href"), row.querySelector("p").textContent].join(" ")) };
    });
    const search = () => {
      const words = fold(field.value).split(/\s+/).filter(Boolean);
      let found = 0;
      for (const { row, text } of rows) {
        row.hidden = !words.every(word => text.includes(word));
        if (!row.hidden) found++;
      }
      for (const group of all(".group")) {
        const left = group.querySelectorAll("li:not([hidden])").length;
        group.querySelector(".count").textContent = left.toLocaleString("en");
        group.hidden = left === 0;
      }
      one("#none").hidden = found > 0;
      say(words.length ? `${plural(found, "feed")} found` : "");
      const address = new URL(location.href);
      if (words.length) address.searchParams.set("q", field.value);
      else address.searchParams.delete("q");
      if (location.protocol !== "file:") history.replaceState(null, "", address);
    };
    field.addEventListener("input", search);
    const asked = new URLSearchParams(location.search).get("q");
    if (asked || field.value) { // followed a link to a search, or came back
      field.value = asked || field.value;
      search();
    }
  }

  // Order of organizations.
  const order = one("#order");
  if (order) {
    const list = order.closest(".group").querySelector(".feeds");
    const byName = [...list.children];
    const newest = row => row.querySelector("time")?.dateTime ?? "";
    const orders = {
      name: () => 0,
      papers: (a, b) => b.dataset.n - a.dataset.n,
      newest: (a, b) => newest(b).localeCompare(newest(a)),
    };
    const sort = () => list.append(...[...byName].sort(orders[order.value]));
    order.addEventListener("change", sort);
    if (order.value !== "name") sort();
  }

  // Is the site alive? It is not when nothing went well for 26 hours, or for three runs of its schedule.
  const hour = 3600e3;
  const tell = status => {
    const good = Date.parse(status.last_good);
    const every = Date.parse(status.next_run) - Date.parse(status.run?.started); // NaN where there is no schedule
    if (!good) return;
    const age = Date.now() - good;
    const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
    const ago = age < hour ? words.format(-Math.round(age / 60e3), "minute")
      : age < 48 * hour ? words.format(-Math.round(age / hour), "hour") : words.format(-Math.round(age / hour / 24), "day");
    const alive = one("#alive");
    alive.textContent = `Looked for papers ${ago}. Newest list day: ${status.newest_day || "none yet"}. `;
    const link = document.createElement("a");
    link.href = home("status.json");
    link.textContent = "status.json";
    alive.append(link);
    const stale = one("#stale");
    if (stale && (age > 26 * hour || age > 3 * every + hour / 6)) {
      stale.textContent = `These feeds were last brought up to date ${ago}. The trouble is at this site, not with your reader: nothing is lost, and papers will come when it runs again.`;
      stale.hidden = false;
    }
  };
  const script = document.currentScript.src;
  const home = path => new URL("../" + path, script).href;
  if (location.protocol !== "file:") {
    fetch(home("status.json")).then(answer => answer.ok ? answer.json() : {}).then(tell).catch(() => {}); // offline
  }
})();
