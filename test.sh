#!/usr/bin/env bash
# Installs what the tests need, builds everything with warnings as errors, runs all tests, and ends with
# "N passed, N failed", counted from the test reports.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
reports=$PWD/artifacts/test-reports
export CHALKLINE_FUZZ_SECONDS=${CHALKLINE_FUZZ_SECONDS:-60}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

fail() {
    echo "test.sh: $1" >&2
    exit 1
}

command -v dotnet >/dev/null || fail "the .NET 10 SDK is not installed."
if ! command -v chromium >/dev/null; then
    echo "Installing chromium, which opens the pages that the command writes ..."
    sudo=$([[ $(id -u) -eq 0 ]] || echo sudo)
    $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends chromium >/dev/null \
        || fail "chromium cannot be installed; install it by hand and run this again."
fi

dotnet build Chalkline.slnx --configuration Release --nologo --verbosity quiet || fail "the build failed."

rm -rf "$reports"
mkdir -p "$reports"
status=0
for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    echo "== $name"
    dotnet "artifacts/bin/$name/release/$name.dll" --results-directory "$reports" \
        --report-xunit-xml --report-xunit-xml-filename "$name.xml" --progress off --no-ansi || status=1
    [[ -s $reports/$name.xml ]] || { echo "test.sh: $name left no report." >&2; status=1; }
done

count() {
    grep -ho "<assembly [^>]*" "$reports"/*.xml | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'
}

passed=$(count passed)
failed=$(( $(count failed) + $(count errors) ))
[[ $failed -gt 0 || $passed -eq 0 ]] && status=1
[[ $status -ne 0 && $failed -eq 0 ]] && failed=1
echo "$passed passed, $failed failed"
exit $status
