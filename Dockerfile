# The command line program alone: static, not root, with certificates, 20 MB.
#
#   docker build -t paperfeeds .
#   docker run --rm -v ./public:/public paperfeeds publish --base-url https://feeds.example.org/
#   docker run --rm -v ./public:/public -p 8080:8080 paperfeeds serve --addr 0.0.0.0:8080
#
# The folder must be writable for user 65532, or give --user. A bucket needs no folder: -e PAPERFEEDS_OUT=s3://bucket and the AWS variables.

FROM --platform=$BUILDPLATFORM golang:1.26 AS build
ARG TARGETOS TARGETARCH VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$VERSION" -o /out/paperfeeds ./cmd/paperfeeds \
 && mkdir /out/public

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/paperfeeds /paperfeeds
COPY --from=build --chown=65532:65532 /out/public /public
USER 65532:65532
ENV PAPERFEEDS_OUT=/public
VOLUME /public
EXPOSE 8080
ENTRYPOINT ["/paperfeeds"]
CMD ["publish"]
