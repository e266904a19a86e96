package main

import (
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"vankien/internal/house"
)

func packaged(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("packaging/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestPackagingNamesFlagsThatExist reads what starts the program, by a unit or in a
// container, and its settings.
func TestPackagingNamesFlagsThatExist(t *testing.T) {
	serve, _, err := newRoot().Find([]string{"serve"})
	if err != nil {
		t.Fatal(err)
	}
	has := func(name string) bool {
		return serve.Flags().Lookup(name) != nil || serve.InheritedFlags().Lookup(name) != nil
	}
	found := 0
	for _, file := range []string{"Containerfile", "vankien.service", "vankien.yaml"} {
		text := packaged(t, file)
		for _, m := range regexp.MustCompile(`VANKIEN_([A-Z_]+)=`).FindAllStringSubmatch(text, -1) {
			found++
			if name := strings.ToLower(strings.ReplaceAll(m[1], "_", "-")); !has(name) {
				t.Errorf("%s: there is no flag --%s", file, name)
			}
		}
	}
	starts := regexp.MustCompile(`(?m)^(?:ExecStart=|CMD ).*`)
	for _, file := range []string{"Containerfile", "vankien.service"} {
		for _, line := range starts.FindAllString(packaged(t, file), -1) {
			for _, m := range regexp.MustCompile(`--([a-z-]+)`).FindAllStringSubmatch(line, -1) {
				found++
				if !has(m[1]) {
					t.Errorf("%s: there is no flag --%s", file, m[1])
				}
			}
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^(?:# )?([a-z-]+):( |$)`).FindAllStringSubmatch(packaged(t, "vankien.yaml"), -1) {
		found++
		if !has(m[1]) {
			t.Errorf("vankien.yaml: there is no flag --%s", m[1])
		}
	}
	if found < 14 {
		t.Errorf("only %d flags were found", found)
	}
	if settings, err := readConfig("packaging/vankien.yaml"); err != nil || len(settings) < 5 {
		t.Errorf("vankien.yaml: %v, %v", settings, err)
	}
}

// TestPackagedSiteIsRead reads the settings of the site as they are and with all that
// stands behind a comment sign.
func TestPackagedSiteIsRead(t *testing.T) {
	dir := t.TempDir()
	whole := regexp.MustCompile(`(?m)^# ([a-z-]+: )`).ReplaceAllString(packaged(t, "site.yaml"), "$1")
	for name, text := range map[string]string{"site.yaml": packaged(t, "site.yaml"), "whole.yaml": whole,
		"logo.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`} {
		if err := os.WriteFile(dir+"/"+name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"site.yaml", "whole.yaml"} {
		if s, err := house.Read(os.DirFS(dir), name); err != nil || s.Language != "vi" || name == "whole.yaml" && s.Logo == nil {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
}

// TestLicenceIsThere: the Apache License, whole.
func TestLicenceIsThere(t *testing.T) {
	raw, err := os.ReadFile("../../LICENSE")
	if err != nil || !strings.Contains(string(raw), "Version 2.0, January 2004") || !strings.Contains(string(raw), "END OF TERMS AND CONDITIONS") {
		t.Errorf("LICENSE: %d bytes, %v", len(raw), err)
	}
	if info, err := os.Stat("packaging/deb"); errors.Is(err, fs.ErrNotExist) || info.Mode()&0o100 == 0 {
		t.Errorf("packaging/deb cannot be run: %v", err)
	}
}

func TestHealth(t *testing.T) {
	status := http.StatusOK
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("asked for %s", r.URL)
		}
		w.WriteHeader(status)
		w.Write([]byte("The cluster is away.\n"))
	}))
	defer s.Close()
	_, port, _ := strings.Cut(s.Listener.Addr().String(), ":")
	for _, addr := range []string{s.Listener.Addr().String(), "0.0.0.0:" + port, ":" + port} {
		if err := health(t.Context(), addr); err != nil {
			t.Errorf("%s: %v", addr, err)
		}
	}
	status = http.StatusServiceUnavailable
	if err := health(t.Context(), s.Listener.Addr().String()); err == nil || err.Error() != "the server is not ready (503): The cluster is away." {
		t.Error(err)
	}
	s.Close()
	if err := health(t.Context(), s.Listener.Addr().String()); err == nil || !strings.HasPrefix(err.Error(), "no server answers: ") {
		t.Error(err)
	}
	if err := health(t.Context(), "here"); err == nil || !strings.Contains(err.Error(), "this is not host:port") {
		t.Error(err)
	}
}
