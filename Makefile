# `sam build` calls build-PublishFunction (BuildMethod: makefile in template.yaml; the name is the function's logical id). SAM's own Go
# builder would do, but it neither strips nor takes tags, and with --cached ships an old binary when a package beside lambda/ changed.

VERSION ?= dev
ARCH    ?= arm64

# HTTP/2 is left out: S3 and the source speak 1.1 as well, and it is 140 KB of the zip. Nothing may bring html/template or text/template
# in: the linker cannot tell which methods a template calls, so it keeps all of the S3 client's, and the zip grows by a third.
#
# The same sources give the same bytes, wherever they are built: else every deployment would update the function.
GOBUILD = CGO_ENABLED=0 GOOS=linux GOARCH=$(ARCH) go build -trimpath -buildvcs=false

.PHONY: build-PublishFunction zip clean

build-PublishFunction:
	$(GOBUILD) -tags lambda.norpc,nethttpomithttp2 -ldflags '-s -w -X main.version=$(VERSION)' -o '$(ARTIFACTS_DIR)/bootstrap' ./lambda

# The function for who deploys without SAM (docs/deploy.md, Terraform): runtime provided.al2023, architecture arm64, any handler.
zip:
	rm -rf .cache/lambda
	mkdir -p .cache/lambda
	$(MAKE) build-PublishFunction ARTIFACTS_DIR=.cache/lambda
	touch -d 2000-01-01T00:00:00Z .cache/lambda/bootstrap
	cd .cache/lambda && TZ=UTC zip -9 -X -q paperfeeds-lambda.zip bootstrap
	@size=$$(wc -c < .cache/lambda/paperfeeds-lambda.zip); echo ".cache/lambda/paperfeeds-lambda.zip: $$size bytes"; \
	  test $$size -lt 5000000 || { echo 'the zip is to stay under 5 MB: what made it grow?' >&2; exit 1; }

clean:
	rm -rf .cache/lambda .aws-sam
