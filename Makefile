# Pinezka: make run opens the sample, make test runs every test. The other verbs
# are for developers. Set-up (packages, Go's version) is .ci/setup's work.

TAGS     := x11 migrated_fynedo sqlite_rtree sqlite_math_functions
WINTAGS  := migrated_fynedo no_emoji sqlite_rtree sqlite_math_functions
OUT      := build
WINFLAGS := CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc GOOS=windows GOARCH=amd64

.PHONY: run test lint check bench golden windows docs package clean

# run opens the window on the comparison of the sample's second debate; without
# a display it draws the same views into files.
run:
	@bash .ci/setup run
	@bash .ci/build $(OUT)/pinezka "$(TAGS)"
	@$(OUT)/pinezka demo $(OUT)

# test runs every test, the real window under Xvfb too.
test: lint
	@echo "test: all packages"
	@mkdir -p $(OUT)
	@go test -json -tags "$(TAGS)" ./... ./data/testdata | go run ./cmd/testsum

# lint holds the code to gofumpt, vet and staticcheck.
lint:
	@bash .ci/setup test
	@echo "lint: gofumpt, vet, staticcheck"
	@test -z "$$(go tool gofumpt -l app assets cmd data mapview | tee /dev/stderr)"
	@go vet -tags "$(TAGS)" ./... ./data/testdata
	@go tool staticcheck -tags "$(TAGS)" ./... ./data/testdata

# check takes longer: races, two hundred kills of a writer, and every fuzz target
# for a minute.
check: lint
	@go test -race -json -tags "$(TAGS)" ./app/session ./data/... ./mapview/... | go run ./cmd/testsum
	@PINEZKA_KILLS=200 go test -count 1 -json -tags "$(TAGS)" -run KillLosesNothing ./data/gpkg | go run ./cmd/testsum
	@bash .ci/fuzz 60s "$(TAGS)"

# bench prints the figures of the issues on this machine.
bench:
	@bash .ci/setup test
	@go test -tags "$(TAGS)" -run '^$$' -bench . -benchmem ./data/... ./mapview/... ./app/...

# golden makes the pictures and texts anew that tests compare with: look at each
# before you commit it.
golden:
	@PINEZKA_GOLDEN=1 go test -tags "$(TAGS)" ./mapview/... ./app/... ./data/...

# windows cross-compiles and links pinezka.exe.
windows:
	@bash .ci/setup windows
	@mkdir -p $(OUT)
	@echo "windows: $(OUT)/pinezka.exe (the first build takes about 8 minutes)"
	@$(WINFLAGS) go build -trimpath -tags "$(WINTAGS)" -ldflags "-H=windowsgui -s -w" -o $(OUT)/pinezka.exe ./cmd/pinezka
	@ls -l $(OUT)/pinezka.exe | awk '{print "windows: " $$5 " bytes"}'

# docs draws the pictures of the README anew.
docs:
	@bash .ci/setup run
	@bash .ci/build $(OUT)/pinezka "$(TAGS)"
	@mkdir -p assets/docs
	@DISPLAY= WAYLAND_DISPLAY= $(OUT)/pinezka demo $(OUT)
	@cp $(OUT)/okno.png assets/docs/okno.png
	@cp $(OUT)/mapa-A3.png assets/docs/mapa-A3.png

# package makes an archive with the program and its desktop file for Linux.
package:
	@bash .ci/setup run
	@bash .ci/build $(OUT)/pinezka "$(TAGS) no_emoji"
	@bash .ci/package $(OUT)

clean:
	@rm -rf $(OUT)
