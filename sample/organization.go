package sample

// An affiliation is an organization as the data files tell it, by its slug. Formerly is its older slug, under which its internal id was
// given: the id stays when an organization is renamed.
type affiliation struct {
	Fullname string `json:"fullname"`
	Avatar   string `json:"avatar"` // "upload", "gravatar" or none
	Formerly string `json:"formerly"`
}

func (a affiliation) organization(slug string) *Organization {
	id := objectID("organization/" + slug)
	if a.Formerly != "" {
		id = objectID("organization/" + a.Formerly)
	}
	o := &Organization{ID: id, Name: slug, Fullname: a.Fullname}
	switch a.Avatar {
	case "upload":
		o.Avatar = "https://cdn-avatars.huggingface.co/v1/production/uploads/" + id + "/avatar.png"
	case "gravatar":
		o.Avatar = "https://www.gravatar.com/avatar/" + id + "?d=retro&size=100"
	}
	return o
}
