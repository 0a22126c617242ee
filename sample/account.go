package sample

func user(login, fullname string) *User {
	return &User{ID: objectID("user/" + login), AvatarURL: avatar(login), Fullname: fullname, User: login, Type: "user", Name: login}
}

// avatar is the address of the picture of an account that has uploaded none; as on the real page it has no host.
func avatar(login string) string { return "/avatars/" + objectID("avatar/"+login) + ".svg" }
