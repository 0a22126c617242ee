package abstract

import "testing"

// A word says more among few, but a title of one word does not decide alone.
func TestShares(t *testing.T) {
	long, short := Parts{Abstract: 800}.Shares(), Parts{Abstract: 50}.Shares()
	if long.Text != 50 || short.Text != 174 || Often(0) != 0 || Often(1) != 100 || Often(100) != Often(8) {
		t.Errorf("shares %+v and %+v; often %d %d %d", long, short, Often(0), Often(1), Often(100))
	}
}
