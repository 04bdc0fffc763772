# Shortcuts for `just` (https://just.systems). Each is one plain command, listed in CONTRIBUTING.md
# too, so that nobody needs `just`.

# Lists the recipes.
default:
    @just --list

# Everything that must pass before a change is merged.
ci:
    .ci/run

# Formats the code and runs the lints.
lint:
    cargo fmt
    cargo clippy --all-targets --locked -- -D warnings

# Everything that needs no display; extra arguments go to `cargo test`.
test *args:
    cargo test --locked {{ args }}

# The real program under Xvfb; extra arguments go to the tests.
test-window *args:
    xvfb-run -a -s "-screen 0 1280x820x24" cargo test --test window -- --test-threads=1 {{ args }}

# Writes the approved exports and briefs again: read the diff.
approve-documents:
    RAPPORT_APPROVE=1 cargo test --test library export::approved
    RAPPORT_APPROVE=1 cargo test --test cli brief

# Writes the approved imports again: read the diff.
approve-imports:
    INSTA_UPDATE=always cargo test --test library import::

# Writes the approved dates and query plans again: read the diff.
approve-plans:
    RAPPORT_APPROVE=1 cargo test --lib -- corpus plans

# Takes the snapshots of the window again: look at each one that changed.
snapshots:
    UPDATE_SNAPSHOTS=1 cargo test --test ui snapshots

# Writes the fixture of the newest schema, before that schema is released.
schema-fixture:
    RAPPORT_WRITE_FIXTURE=1 cargo test --test library store::migrations

# The import fuzzer over this many cases for each importer; 100,000 take about eight minutes.
fuzz cases="100000":
    RAPPORT_CASES={{ cases }} cargo test --release --test import_fuzz

# One case of the import fuzzer, as it names one that fails: `json:4711`.
fuzz-case case:
    RAPPORT_CASE={{ case }} cargo test --release --test import_fuzz

# The fault tests over this many cases each, and the random events; see docs/reliability.md.
faults rounds="1000":
    RAPPORT_FAULT_ROUNDS={{ rounds }} cargo test --release --test faults -- --nocapture --test-threads=2
    RAPPORT_CASES=400 cargo test --release --test library no_flipped_bit -- --nocapture
    RAPPORT_FAULT_ROUNDS={{ rounds }} cargo test --release --test library store::recover -- --nocapture
    RAPPORT_FAULT_ROUNDS={{ rounds }} cargo test --release --test ui killed_typing -- --nocapture
    RAPPORT_RANDOM_EVENTS=100000 cargo test --release --test ui random_events -- --nocapture

# The benchmarks; arguments choose some of them, as in `just bench --bench journal -- small`.
bench *args:
    cargo bench {{ args }}

# Makes the screenshots in docs/images again.
screenshots:
    docs/images/remake.sh

# Bans, licences and sources of the dependencies; needs cargo-deny.
deny:
    cargo deny --locked check bans licenses sources

# Known vulnerabilities in the dependencies; needs cargo-deny and the network.
advisories:
    cargo deny --locked check advisories
