"""What containers run: images that are there, somewhere or nowhere, and shell scripts."""

from hypothesis import strategies as st

CODES = st.sampled_from([0, 0, 1, 2, 42, 137, 255])
SECONDS = st.sampled_from([0, 0.2, 1, 2, 3, 7, 20, 3600])
IMAGES = st.sampled_from(
    [
        *["busybox:1.35"] * 8,
        "busybox",
        "nginx",
        "nginx:1.27",
        "redis:7",
        "registry.k8s.io/pause:3.10",
        "registry.k8s.io/e2e-test-images/agnhost:2.40",
        "example.com/team/app:1",
        "localhost/absent:v1",
        "Not/AName:1",
    ]
)
FILES = st.sampled_from(["/tmp/ok", "/tmp/ready", "/v/shared", "/etc/hosts", "/no/such/file"])
NAMES = st.sampled_from(["s0", "s1", "s0.default.svc.cluster.local", "kubernetes", "nobody"])
SIGNALS = st.sampled_from(["TERM", "INT", "HUP", "QUIT", "TERM INT"])

_SIMPLE = st.one_of(
    st.builds("sleep {}".format, SECONDS),
    st.builds("exit {}".format, CODES),
    st.builds("touch {}".format, FILES),
    st.builds("rm -f {}".format, FILES),
    st.builds("cat {}".format, FILES),
    st.builds("echo {} >> {}".format, st.integers(0, 9), FILES),
    st.builds("trap 'exit {}' {}".format, CODES, SIGNALS),
    st.builds("trap '' {}".format, SIGNALS),
    st.builds("trap 'sleep {}; exit {}' {}".format, SECONDS, CODES, SIGNALS),
    st.builds("trap 'echo bye > {}' EXIT".format, FILES),
    st.builds("sleep {} &".format, SECONDS),
    st.builds("wget -q -O- http://{}/".format, NAMES),
    st.builds("nslookup {}".format, NAMES),
    st.builds("nc -z {} {}".format, NAMES, st.sampled_from([80, 8080])),
    st.sampled_from(
        ["true", "false", "wait", "date", "hostname", "env", "nosuch", "kill $$", "kill -9 1"]
    ),
    st.sampled_from(["kill -TERM 1", "set -e", "set -x", "exec nosuch", "httpd -f", "yes", ":"]),
    st.text(alphabet="ab $'\"`|&;<>(){}!#\\\n=-*?[]01", max_size=12),
)
_COMPOUND = {
    "if": "if {}; then {}; else {}; fi",
    "while": "while {}; do {}; {}; done",
    "until": "until {}; do {}; sleep 1; {}; done",
    "and": "{} && {} || {}",
    "for": "for i in 1 2 3; do {}; {}; {}; done",
    "subshell": "( {}; {} ) & {}",
    "pipe": "{} | {} | {}",
    "group": "{{ {}; {}; }} > /tmp/out 2>&1; {}",
    "function": "f() {{ {}; {}; }}; f; {}",
    "case": "case $(  {} ) in a*) {};; *) {};; esac",
}


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.tuples(inner, inner, inner)
    return st.one_of(
        st.lists(inner, min_size=2, max_size=4).map("; ".join),
        st.builds(
            lambda form, words: form.format(*words), st.sampled_from([*_COMPOUND.values()]), parts
        ),
    )


SCRIPTS = st.recursive(_SIMPLE, _joined, max_leaves=6)
"""Any shell script, the wrong ones among them."""

_USUAL_SCRIPTS = st.sampled_from(
    [
        "exit 1",
        "sleep 3; exit 7",
        "trap 'exit 0' TERM; while true; do sleep 0.2; done",
        "trap '' TERM; while true; do sleep 5; done",
        "touch /tmp/ok; sleep 5; rm /tmp/ok; sleep 100",
        "sleep 2; touch /tmp/ok; exec sleep 3600",
        "until nslookup s0; do sleep 2; done",
        "while true; do echo x >> /v/shared; sleep 1; done",
    ]
)
COMMANDS = st.one_of(
    st.builds(lambda seconds: ["sleep", str(seconds)], SECONDS),
    st.builds(lambda script: ["sh", "-c", script], _USUAL_SCRIPTS),
    st.builds(lambda script: ["sh", "-c", script], SCRIPTS),
    st.sampled_from([["nosuch"], ["true"], ["/bin/false"], ["sh"], ["sh", "/no/script"]]),
)
"""What `command` of a container, a probe or a hook says."""
