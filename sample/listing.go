package sample

// A Listing is a page as if saved from the network.
type Listing struct {
	Name string // "2026-05-28.html"
	Body []byte
}

// Listings are the pages of [Days].
func Listings() ([]Listing, error) {
	days, err := Days()
	if err != nil {
		return nil, err
	}
	var listings []Listing
	for _, day := range days {
		body, err := Page(day)
		if err != nil {
			return nil, err
		}
		listings = append(listings, Listing{Name: day.Date + ".html", Body: body})
	}
	return listings, nil
}
