# SPDX-License-Identifier: Apache-2.0
# Compares two reports of linkport-conformance: --list, differences.txt, the simulator's, Wine's. See ci/conformance.
function complain(words) { print "ci/conformance: " words; bad = 1 }
function rest(words) { sub(/^ *[a-zA-Z]+: */, "", words); return words }

FNR == 1 { file++ }

file == 1 && /^ *[0-9]+  / {
    rules++
    order[rules] = number = $1
    text[number] = substr($0, 7)
}

file == 2 && /^[0-9]/ {
    number = $1
    if (number in listed) complain("rule " number " is listed twice")
    listed[number] = 1
    entries++
    words = $0
    sub(/^[0-9]+ /, "", words)
    if (words != text[number]) complain("differences.txt has another text for rule " number ": " words)
}
file == 2 && /^ +found: / { listed_found[number] = rest($0) }
file == 2 && /^ +Windows: [A-Za-z]/ { listed_source[number] = 1 }

file >= 3 && /^ *[0-9]+  [a-z]/ {
    number = $1
    result[file, number] = substr($0, 7, 8)
    sub(/ +$/, "", result[file, number])
    passed[file] += result[file, number] == "pass"
    if (!(number in text)) complain("rule " number " ran and is not in --list")
}
file >= 3 && /^ +found: / { found[file, number] = rest($0) }

END {
    if (file != 4) complain("a report is missing or empty")
    for (i = 1; i <= rules; i++) {
        number = order[i]
        simulator = result[3, number]
        wine = result[4, number]
        printf "%4u  %-9s  %-9s  %-6s  %s\n", number, simulator, wine, number in listed ? "listed" : "", text[number]
        if (simulator == "" || wine == "") complain("rule " number " did not run everywhere")
        if (simulator != "pass") complain("the simulator: rule " number ": " found[3, number])
        if (wine == "differs" && !(number in listed)) complain("Wine: rule " number ", not listed: " found[4, number])
        if (wine == "not here") complain("Wine: rule " number " could not be tried: " found[4, number])
        if (number in listed) {
            if (wine == "pass") complain("rule " number " is listed and passes under Wine: take it off the list")
            else if (found[4, number] != listed_found[number])
                complain("rule " number " differs otherwise than listed: " found[4, number])
            if (!(number in listed_source)) complain("rule " number " is listed without a source for Windows")
        }
    }
    if (rules < rules_min) complain(rules + 0 " rules, at least " rules_min)
    printf "conformance: rules=%u simulator=%u wine=%u listed=%u\n", rules, passed[3], passed[4], entries
    exit bad
}
