package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"paperfeeds/archive"
	"paperfeeds/publisher"
	"paperfeeds/topic"
	"paperfeeds/topic/drift"
)

// A topicsCommand is one call of the command: its flags.
type topicsCommand struct {
	placement
	env     *environment
	explain string
	drift   bool
	json    bool
}

func newTopics(env *environment) *cobra.Command {
	t := &topicsCommand{env: env}
	c := &cobra.Command{
		Use:   "topics [--explain TEXT|ID | --drift]",
		Short: "The topics; why a paper got the ones it has",
		Long: `The topics: their slugs, names and descriptions.

--explain tells which topics the rules in force give a paper, which it nearly
gets, and what spoke for and against each. It takes the id or the address of a
paper that the place has, a text (the first line is the title, what follows the
abstract), or - for a text on standard input.

--drift reads the archive of the place and tells an editor of the rules whether
the field has moved on: papers a week, topics that grow or dry up, the share of
papers with no topic, and the words frequent among those.`,
		Example: `  paperfeeds topics
  paperfeeds topics --explain 2605.90201 --out ./sample-public
  paperfeeds topics --explain "Tool use in agents that learn from feedback"
  paperfeeds topics --explain - < abstract.txt
  paperfeeds topics --drift --out ./public`,
		Args: noArgs,
		RunE: t.run,
	}
	f := c.Flags()
	t.flags(c)
	f.StringVar(&t.explain, "explain", "", "why a text, or the paper of an id, has the topics it has; - is a text on standard input")
	f.BoolVar(&t.drift, "drift", false, "how the archive's papers and the rules move apart")
	jsonFlag(f, &t.json, "the answer")
	takes(c, "TEXT|ID", "explain")
	noFiles(c, "explain")
	return c
}

func (t *topicsCommand) run(c *cobra.Command, _ []string) error {
	t.fill(t.env, defaultOut)
	switch {
	case c.Flags().Changed("explain") && t.drift:
		return usagef("--explain and --drift exclude each other")
	case t.drift:
		return t.watch(c)
	case c.Flags().Changed("explain"):
		return t.why(c)
	}
	rules, err := t.rules(c.Context())
	if err != nil {
		return err
	}
	if t.json {
		return printJSON(c.OutOrStdout(), listed(rules))
	}
	table := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
	for _, topic := range rules.Topics() {
		fmt.Fprintf(table, "%s\t%s\t%s\n", topic.Slug, topic.Name, topic.Description)
	}
	return table.Flush()
}

// A listedTopic is a topic for programs.
type listedTopic struct {
	Slug        string `json:"slug"`
	Name        string `json:"name"`
	Description string `json:"description"`
}

func listed(rules *topic.Rules) []listedTopic {
	var list []listedTopic
	for _, t := range rules.Topics() {
		list = append(list, listedTopic(t))
	}
	return list
}

// rules are those that the settings give. The place itself is not needed, unless the settings are there.
func (t *topicsCommand) rules(ctx context.Context) (*topic.Rules, error) {
	if t.isBucket() && t.config == "" {
		pub, err := t.open(ctx, t.env)
		if err != nil {
			return nil, err
		}
		return pub.Settings.Topics, nil
	}
	wishes, err := t.settings(ctx, nil)
	return wishes.Topics, err
}

// paperID finds the id in what people paste: the id itself, with a version, or an address of the paper.
var paperID = regexp.MustCompile(`^(?:https?://\S+/|arxiv:)?(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf|\.md)?$`)

// why explains the topics of a text or of a paper of the place.
func (t *topicsCommand) why(c *cobra.Command) error {
	asked := strings.TrimSpace(t.explain)
	if asked == "-" {
		body, err := io.ReadAll(io.LimitReader(os.Stdin, 1<<20))
		if err != nil {
			return fmt.Errorf("read the text: %w", err)
		}
		asked = strings.TrimSpace(string(body))
	}
	if asked == "" {
		return usagef("--explain needs a text or the id of a paper, such as 2606.03748")
	}
	if id := paperID.FindStringSubmatch(strings.ToLower(asked)); id != nil {
		return t.whyPaper(c, id[1])
	}
	rules, err := t.rules(c.Context())
	if err != nil {
		return err
	}
	title, abstract, _ := strings.Cut(asked, "\n")
	return t.verdicts(c.OutOrStdout(), rules.Explain(title, abstract, nil))
}

func (t *topicsCommand) whyPaper(c *cobra.Command, id string) error {
	pub, err := t.existing(c.Context(), t.env)
	if err != nil {
		return err
	}
	record, err := find(c.Context(), pub.Place, id)
	if err != nil {
		return err
	}
	if record == nil {
		return fmt.Errorf("paper %s is not in %s; give its title and abstract instead of the id", id, t.out)
	}
	if !t.json {
		out := c.OutOrStdout()
		fmt.Fprintln(out, oneLine(record.ID+" "+record.Title))
		kept := strings.Join(record.Topics(), ", ")
		if kept == "" {
			kept = "none"
		}
		fmt.Fprintf(out, "topics in the archive: %s\n", kept)
		if now := pub.Settings.Topics.Version(); record.Rules != now {
			fmt.Fprintf(out, "they were decided by other rules (%s) than those in force (%s), which say:\n", record.Rules, now)
		}
	}
	return t.verdicts(c.OutOrStdout(), pub.Settings.Topics.Explain(record.Title, record.Abstract, record.Keywords))
}

// find looks a paper up in the archive of a place; nil if it is not there.
func find(ctx context.Context, place publisher.Place, id string) (*archive.Record, error) {
	a, err := publisher.Look(ctx, place)
	if err != nil || a == nil {
		return nil, err
	}
	if err := publisher.Load(ctx, place, a, a.NeedsCatalogue); err != nil {
		return nil, err
	}
	if err := publisher.Load(ctx, place, a, func() []string { return a.NeedsRecords([]string{id}) }); err != nil {
		return nil, err
	}
	return a.Record(id), nil
}

// verdicts prints what was decided: what the text is about, and what it is nearly about.
func (t *topicsCommand) verdicts(out io.Writer, all []topic.Verdict) error {
	var told []topic.Verdict
	for _, v := range all {
		if v.Assigned {
			told = append(told, v)
		}
	}
	assigned := len(told)
	for _, v := range all {
		if v.Nearly {
			told = append(told, v)
		}
	}
	if t.json {
		return printJSON(out, told)
	}
	if assigned == 0 {
		fmt.Fprintln(out, "no topic")
	}
	for _, v := range told {
		fmt.Fprintln(out, oneLine(v.String()))
	}
	return nil
}

// watch tells how the papers of the place move away from the rules.
func (t *topicsCommand) watch(c *cobra.Command) error {
	pub, a, err := t.archive(c.Context(), t.env)
	if err != nil {
		return err
	}
	if err := publisher.Load(c.Context(), pub.Place, a, a.NeedsAll); err != nil {
		return err
	}
	watched := drift.Watch(func(yield func(drift.Item) bool) {
		for r := range a.All() {
			if !yield(drift.Item{Date: r.Days[0], Title: r.Title, Abstract: r.Abstract, Topics: r.Topics()}) {
				return
			}
		}
	})
	if t.json {
		return printJSON(c.OutOrStdout(), watched)
	}
	return watched.Write(c.OutOrStdout())
}
