package topic

import (
	"fmt"
	"iter"
	"strings"
)

// A Row is what one word says of themes, a digit for each theme's number, in the first half, and one for its tenths of points, 32 more
// than they are, in the second. The same theme may stand in it again; its points are added up. With lists of numbers words.json would be
// twice as large.
type Row string

// rowDigits are the 64 digits of a row.
const rowDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"

// most is how many points one digit can tell, either way.
const most = len(rowDigits)/2 - 1

// rowValues are the values of the digits by byte, -1 of what is none.
var rowValues = func() (values [256]int8) {
	for i := range values {
		values[i] = int8(strings.IndexByte(rowDigits, byte(i)))
	}
	return values
}()

// MakeRow writes the points of each theme, in tenths.
func MakeRow(points []int) (Row, error) {
	if len(points) > maxThemes {
		return "", fmt.Errorf("%d themes, %d at most", len(points), maxThemes)
	}
	var themes, values []byte
	for theme, rest := range points {
		for rest != 0 {
			some := max(-most, min(most, rest))
			themes, values = append(themes, rowDigits[theme]), append(values, rowDigits[some+len(rowDigits)/2])
			rest -= some
		}
	}
	return Row(append(themes, values...)), nil
}

// all yields themes and points; the theme is -1 where the row is none.
func (r Row) all() iter.Seq2[int, int] {
	return func(yield func(theme, points int) bool) {
		half := (len(r) + 1) / 2
		for i := range half {
			theme, value := -1, int8(-1)
			if half+i < len(r) {
				theme, value = int(rowValues[r[i]]), rowValues[r[half+i]]
			}
			if value < 0 {
				theme = -1
			}
			if !yield(theme, int(value)-len(rowDigits)/2) {
				return
			}
		}
	}
}

// says appends what the row says of so many themes.
func (r Row) says(list []says, themes int) ([]says, error) {
	var points [maxThemes]int16
	for theme, some := range r.all() {
		if theme < 0 || theme >= themes {
			return list, fmt.Errorf("row %q: want the numbers of themes, then as many points", r)
		}
		if some += int(points[theme]); some != int(int16(some)) {
			return list, fmt.Errorf("%d points for theme %d are too many", some, theme)
		}
		points[theme] = int16(some)
	}
	for theme, p := range points {
		if p != 0 {
			list = append(list, says{int16(theme), p})
		}
	}
	return list, nil
}
