# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # of command.sh, which sets these; and ci/demo reads demo_facts
# A user of the command: logs in, stores a file tree, loses the link and the client half-way, goes on, gets everything back and
# compares it; then looks at the links and the log. Sourced after command.sh.

# demo_link_of_upload BYTES: waits until a link has brought so many, and sets demo_link, its id.
demo_link_of_upload() {
    local row
    for ((i = 0; i < 100; i++)); do
        row="$(bin/linkport links --sort received -r -n 1 --json)"
        demo_link="$(sed -nE 's/^\{"id":([0-9]+),.*/\1/p' <<<"$row")"
        [ "$(sed -nE 's/.*"bytesReceived":([0-9]+),.*/\1/p' <<<"$row")" -lt "$1" ] || return 0
    done
    echo "no link has brought $1 bytes" && return 1
}

demo_command() {
    local tree="$command_work/lib" put status=0 secret
    mkdir "$tree" # some links of a packaged JDK lead nowhere
    (cd "$JAVA_HOME/lib" && find -L . -type f -print0 | tar --null -chf - -T -) | tar -xf - -C "$tree"
    secret="$(bin/linkport user add "$command_work/users" alice --may '*' --generate)"
    mkdir "$command_work/root"
    command_serve --users "$command_work/users" --files "$command_work/root"
    export LINKPORT_SERVER="$command_server" LINKPORT_USER=alice LINKPORT_SECRET="$secret"

    echo "storing $(du -sh "$tree" | cut -f 1); its link is reset half-way"
    bin/linkport put -r "$tree" jdk --rate-kib 4096 &
    put=$!
    demo_link_of_upload 30000000
    bin/linkport links --abort --close "$demo_link"
    wait "$put"

    echo "storing the largest file again; its client is killed half-way"
    bin/linkport put "$tree/modules" again --rate-kib 4096 &
    put=$!
    demo_link_of_upload 30000000
    kill -KILL "$put"
    wait "$put" || status=$?
    [ $status = 137 ] || { echo "the client ended with $status before it was killed" && return 1; }
    bin/linkport put "$tree/modules" again --resume --json
    cmp "$tree/modules" "$command_work/root/again"

    echo "getting all of it back"
    bin/linkport get -r jdk "$command_work/back" --parallel 8
    (cd "$tree" && find . -type f -exec sha256sum {} +) | LC_ALL=C sort >"$command_work/sums"
    (cd "$command_work/back" && find . -type f -exec sha256sum {} +) | LC_ALL=C sort | cmp - "$command_work/sums"
    bin/linkport links
    bin/linkport log -n 8
    kill -TERM "$command_pid"
    command_ended 0
    demo_facts="files=$(wc -l <"$command_work/sums") bytes=$(du -sb "$tree" | cut -f 1)"
}
