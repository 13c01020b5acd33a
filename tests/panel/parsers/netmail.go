// SPDX-License-Identifier: ISC
//
// netmail: the From domains that Go's net/mail shows for each message named on
// standard input.
package main

import (
	"bufio"
	"fmt"
	"net/mail"
	"os"
	"sort"
	"strings"
)

func quoted(text string) string {
	var out strings.Builder
	for _, b := range []byte(strings.ToLower(text)) {
		if b >= 0x21 && b <= 0x7e && b != '%' {
			out.WriteByte(b)
		} else {
			fmt.Fprintf(&out, "%%%02X", b)
		}
	}
	return out.String()
}

func domains(path string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer file.Close()
	message, err := mail.ReadMessage(file)
	if err != nil {
		return nil, err
	}
	shown := map[string]bool{}
	for _, field := range message.Header["From"] {
		list, listError := mail.ParseAddressList(field)
		if listError != nil {
			err = listError
		}
		for _, address := range list {
			at := strings.LastIndexByte(address.Address, '@')
			shown["@"+quoted(address.Address[at+1:])] = true
		}
	}
	names := make([]string, 0, len(shown))
	for name := range shown {
		names = append(names, name)
	}
	sort.Strings(names)
	return names, err
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		names, err := domains(lines.Text())
		if err != nil {
			fmt.Fprintf(os.Stderr, "# %s: %v\n", lines.Text(), err)
		}
		fmt.Fprintf(out, "%s\t%s\n", lines.Text(), strings.Join(names, " "))
	}
}
