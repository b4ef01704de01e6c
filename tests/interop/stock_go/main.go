// Command stock_go checks what Servanda wrote with nothing but the Go project's own packages for
// signed notes and transparency logs, as Debian ships them. It knows no line of Servanda's code.
//
// It reads one JSON document of cases on standard input and prints, one JSON object a line, what
// it found for each; whether that is what was expected is for the caller to say.
package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type signedCase struct {
	Name string `json:"name"`
	Note string `json:"note"`
	Vkey string `json:"vkey"`
}

type treeCase struct {
	Name    string   `json:"name"`
	Path    []string `json:"path"`
	OldSize int64    `json:"old_size"`
	OldRoot string   `json:"old_root"`
	Index   int64    `json:"index"`
	Entry   string   `json:"entry"`
	Size    int64    `json:"size"`
	Root    string   `json:"root"`
}

type cases struct {
	Statements  []signedCase `json:"statements"`
	Checkpoints []signedCase `json:"checkpoints"`
	Inclusions  []treeCase   `json:"inclusions"`
	Consistency []treeCase   `json:"consistency"`
}

type finding struct {
	Name     string `json:"name"`
	Accepted bool   `json:"accepted"`
	Why      string `json:"why"`
	Size     int64  `json:"size"`
	Root     string `json:"root"`
}

func main() {
	var all cases
	if err := json.NewDecoder(os.Stdin).Decode(&all); err != nil {
		fmt.Fprintln(os.Stderr, "expected one JSON document of cases:", err)
		os.Exit(2)
	}
	out := json.NewEncoder(os.Stdout)
	for _, one := range all.Statements {
		_, err := open(one)
		report(out, finding{Name: one.Name}, err)
	}
	for _, one := range all.Checkpoints {
		text, err := open(one)
		found := finding{Name: one.Name}
		if err == nil {
			found.Size, found.Root, err = checkpoint(text)
		}
		report(out, found, err)
	}
	for _, one := range all.Inclusions {
		report(out, finding{Name: one.Name}, inclusion(one))
	}
	for _, one := range all.Consistency {
		report(out, finding{Name: one.Name}, consistency(one))
	}
}

func report(out *json.Encoder, found finding, err error) {
	found.Accepted = err == nil
	if err != nil {
		found.Why = err.Error()
	}
	if err := out.Encode(found); err != nil {
		os.Exit(2)
	}
}

func open(one signedCase) (string, error) {
	verifier, err := note.NewVerifier(one.Vkey)
	if err != nil {
		return "", err
	}
	opened, err := note.Open([]byte(one.Note), note.VerifierList(verifier))
	if err != nil {
		return "", err
	}
	return opened.Text, nil
}

// checkpoint reads size and root from the second and third line of a verified checkpoint.
func checkpoint(text string) (int64, string, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 {
		return 0, "", fmt.Errorf("expected three lines, found %d", len(lines)-1)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return 0, "", err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil {
		return 0, "", err
	}
	return size, hex.EncodeToString(root), nil
}

func inclusion(one treeCase) error {
	entry, err := base64.StdEncoding.DecodeString(one.Entry)
	if err != nil {
		return err
	}
	path, err := hashes(one.Path)
	if err != nil {
		return err
	}
	root, err := hash(one.Root)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(tlog.RecordProof(path), one.Size, root, one.Index, tlog.RecordHash(entry))
}

func consistency(one treeCase) error {
	path, err := hashes(one.Path)
	if err != nil {
		return err
	}
	root, err := hash(one.Root)
	if err != nil {
		return err
	}
	oldRoot, err := hash(one.OldRoot)
	if err != nil {
		return err
	}
	return tlog.CheckTree(tlog.TreeProof(path), one.Size, root, one.OldSize, oldRoot)
}

func hashes(written []string) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, 0, len(written))
	for _, one := range written {
		value, err := hash(one)
		if err != nil {
			return nil, err
		}
		read = append(read, value)
	}
	return read, nil
}

func hash(written string) (tlog.Hash, error) {
	var read tlog.Hash
	raw, err := hex.DecodeString(written)
	if err != nil {
		return read, err
	}
	if len(raw) != len(read) {
		return read, fmt.Errorf("expected a hash of %d bytes, found %d", len(read), len(raw))
	}
	copy(read[:], raw)
	return read, nil
}
