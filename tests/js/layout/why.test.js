import assert from "node:assert/strict";
import { test } from "node:test";

import { placeOf } from "../../../static/js/layout/fields.js";
import { causeLine } from "../../../static/js/layout/causes.js";
import { whyOf } from "../../../static/js/layout/why.js";
import { started, Telling } from "../story.js";

const THRESHOLD = "spec.containers[0].readinessProbe.failureThreshold";
const MANIFEST = ["kind: Pod", "spec:", "  containers:", "      failureThreshold: 3  # few"].join(
  "\n",
);
const POSITIONS = {
  "Pod/default/web": {
    document: 0,
    line: 1,
    fields: { spec: [2, 1], "spec.containers": [3, 3], [THRESHOLD]: [4, 7] },
  },
};

function failing(fields) {
  const life = started();
  const about = { probe: "readiness", result: "failure", count: 3, threshold: 3 };
  const probe = life.process(9, "probe", { ...about, message: "no such file", fields });
  const slice = life.endpoints(9.1, { ready: false, terminating: false }, { cause: probe.id });
  return { history: life.history(), slice };
}

test("the chain ends at the line of the manifest", () => {
  const { history, slice } = failing([THRESHOLD]);
  const stations = whyOf(slice, history, POSITIONS, MANIFEST);
  assert.deepEqual(
    stations.map(({ text, source }) => [text, source]),
    [
      ["The endpoint is not *ready*: new connections go elsewhere.", "EndpointSlice"],
      ["Readiness probe failed *three times*: no such file", "probe"],
      ["*3* failures in a row are the limit you set.", "line 4"],
    ],
  );
  assert.equal(causeLine(slice, history, POSITIONS), 4);
});

test("what the manifest does not set is told as a default", () => {
  const { history, slice } = failing(["spec.containers[0].readinessProbe.timeoutSeconds"]);
  const last = whyOf(slice, history, POSITIONS, MANIFEST).at(-1);
  assert.equal(last.source, "default");
  assert.equal(causeLine(slice, history, POSITIONS), null);
});

test("a command ends the chain", () => {
  const life = started();
  const input = life.input(9, "kill web -c app");
  const exit = life.process(9, "exit", { exitCode: 137, cause: input.id });
  const stations = whyOf(exit, life.history(), POSITIONS, MANIFEST);
  assert.equal(stations.at(-1).text, "You ran *kill web -c app* at 9.00 s.");
});

test("a Pod of a Deployment finds its fields in the template", () => {
  const fields = { "spec.template.spec.containers[0].image": [12, 9] };
  const positions = { "Deployment/default/web": { document: 0, line: 1, fields } };
  const story = { namespace: "default", name: "web-5d4f9c-x2x7k" };
  const place = placeOf(positions, story, "spec.containers[0].image");
  assert.deepEqual(place, { line: 12, exact: true });
});

test("an element that is not written down is placed at what is around it", () => {
  const story = { namespace: "default", name: "web" };
  const place = placeOf(POSITIONS, story, "spec.containers[0].name");
  assert.deepEqual(place, { line: 3, exact: false });
});

const texts = (record, life, manifest = MANIFEST) =>
  whyOf(record, life.history(), POSITIONS, manifest).map(({ text }) => text);

test("a restart is told with its policy and the end before it", () => {
  const life = started();
  const command = "spec.containers[0].command";
  const start = life.process(2, "start", { attempt: 0, fields: [command] });
  const exit = life.process(9, "exit", { exitCode: 3, cause: start.id });
  const fields = [command, "spec.restartPolicy"];
  const again = life.process(9.4, "start", { attempt: 1, cause: exit.id, fields });
  assert.deepEqual(texts(again, life), [
    "app has started again at 9.40 s.",
    "*Always* is the default of restartPolicy.",
    "app has ended with exit code 3 at 9.00 s.",
    "app has started at 2.00 s.",
    "The image’s own *command* runs: the manifest sets none.",
  ]);
  const second = life.process(11, "exit", { exitCode: 3, attempt: 1, cause: again.id });
  assert.equal(texts(second, life).at(-1), texts(again, life).at(-1));
});

test("SIGKILL is told with the grace period that is over, and who asked for the end", () => {
  const life = started();
  const input = life.input(9, "kubectl delete pod web");
  const ends = { deletionTimestamp: 39, deletionGracePeriodSeconds: 30, cause: input.id };
  const deleted = life.pod(9, ends);
  const fields = ["spec.terminationGracePeriodSeconds"];
  life.process(9, "grace", { until: 39, count: 30, cause: deleted.id, fields });
  const term = life.process(9, "signal", { signal: "TERM", cause: deleted.id });
  const kill = life.process(39, "signal", { signal: "KILL", cause: term.id });
  const exit = life.process(39, "exit", { exitCode: 137, cause: kill.id });
  const told = texts(exit, life);
  assert.ok(told.length <= 6);
  assert.deepEqual(told.slice(0, 4), [
    "app has ended with exit code 137 at 39.00 s.",
    "app gets SIGKILL at 39.00 s.",
    "app has *30 s* to end, from 9.00 s on.",
    "*30 s* is the default of terminationGracePeriodSeconds.",
  ]);
  assert.equal(told.at(-1), "You ran *kubectl delete pod web* at 9.00 s.");
});

test("a field that a command has set is not the manifest’s any more", () => {
  const image = "spec.containers[0].image";
  const positions = { "Pod/default/web": { document: 0, line: 1, fields: { [image]: [1, 1] } } };
  for (const [line, told] of [
    ["kubectl set image pod/web app=nginx:2", "You ran *kubectl set image pod/web app=nginx:2*"],
    ["kubectl set image pod/other app=nginx:2", "*nginx:1* is the image you named."],
    ["kubectl label pod web a=b", "*nginx:1* is the image you named."],
  ]) {
    const life = started();
    life.input(5, line);
    const pull = life.process(9, "pull-start", { fields: [image] });
    const stations = whyOf(pull, life.history(), positions, "image: nginx:1");
    assert.ok(stations.at(-1).text.startsWith(told), `${line}: ${stations.at(-1).text}`);
  }
});

test("a probe that a fault makes fail goes back to the fault", () => {
  const line = "fault probe web -c app readiness fail";
  const life = started();
  const probe = (t) => {
    const about = { probe: "readiness", result: "failure", count: 3, threshold: 3 };
    return life.process(t, "probe", { ...about, fields: [THRESHOLD] });
  };
  const before = probe(5);
  const input = life.input(6, line);
  life.process(6, "fault", { message: line, cause: input.id });
  const during = probe(9);
  life.process(10, "fault-end", { message: line, cause: input.id });
  const after = probe(12);
  const last = (record) => whyOf(record, life.history(), POSITIONS, MANIFEST).at(-1);
  assert.equal(last(during).text, `You ran *${line}* at 6.00 s.`);
  assert.equal(last(during).origin, "fault");
  for (const record of [before, after]) assert.equal(last(record).line, 4);
});

test("what is removed by force is not said to have ended", () => {
  const life = started();
  const gone = { type: "pod-deleted", namespace: "default", name: "web", uid: "uid-web" };
  const forced = life.add(9, gone);
  assert.match(texts(forced, life)[0], /though it may still run/);
  life.process(10, "exit", { exitCode: 137 });
  assert.match(texts(life.add(11, gone), life)[0], /nothing of it runs/);
});

test("the image that came on the way is not why a container starts again", () => {
  const life = started();
  const exit = life.process(9, "exit", { exitCode: 3 });
  const image = { fields: ["spec.containers[0].image"] };
  const pull = life.process(10, "pull-start", { cause: exit.id, ...image });
  const pulled = life.process(11, "pull-end", { cause: pull.id, result: "success", ...image });
  const fields = ["spec.containers[0].command", "spec.restartPolicy"];
  const again = life.process(12, "start", { attempt: 1, cause: pulled.id, fields });
  const told = texts(again, life);
  assert.equal(told[1], "*Always* is the default of restartPolicy.");
  assert.ok(told.includes("app has ended with exit code 3 at 9.00 s."));
});

test("a Job’s Event finds the line of its Job, and says nothing of a Job it does not know", () => {
  const positions = {
    "Job/default/report": { document: 0, line: 1, fields: { "spec.backoffLimit": [2, 3] } },
  };
  for (const [name, line] of [
    ["report", 2],
    ["other", null],
  ]) {
    const life = started();
    const input = life.input(5, "kubectl scale job report --replicas=2");
    const about = { type: "event", namespace: "default", event_type: "Warning", message: "over" };
    const fields = ["spec.backoffLimit"];
    const reason = "BackoffLimitExceeded";
    const event = life.add(9, { ...about, object: `Job/${name}`, reason, fields, cause: input.id });
    const stations = whyOf(event, life.history(), positions, "kind: Job\nbackoffLimit: 1");
    assert.equal(stations.find((one) => one.line !== null)?.line ?? null, line);
    assert.ok(!stations.some(({ source }) => source === "default"));
  }
});

test("a Pod in the default number goes back to what asked for it", () => {
  const schedule = "spec.schedule";
  const positions = {
    "CronJob/default/tick": { document: 0, line: 1, fields: { [schedule]: [2, 3] } },
  };
  const life = started();
  const about = { type: "object", kind: "Job", namespace: "default", verb: "added" };
  const job = life.add(5, { ...about, name: "tick-1", owner: "CronJob/tick", fields: [schedule] });
  const pod = { uid: "uid-2", name: "tick-1-abcde", fields: ["spec.parallelism"], cause: job.id };
  const stations = whyOf(
    life.pod(5, pod),
    life.history(),
    positions,
    'kind: CronJob\nschedule: "*"',
  );
  assert.equal(stations[1].text, "*1* is the default of parallelism.");
  assert.equal(stations.at(-1).line, 2);
});

test("SIGKILL is told with the signal that nothing handled before", () => {
  const life = started();
  const quit = life.process(9, "signal", { signal: "QUIT" });
  const kill = life.process(39, "signal", { signal: "KILL", cause: quit.id, result: "ignored" });
  assert.equal(
    texts(kill, life)[0],
    "app gets SIGKILL at 39.00 s: *nothing in it handled SIGQUIT*.",
  );
});

test("a Pod that its gates hold back goes back to their line", () => {
  const positions = {
    "Pod/default/web": { document: 0, line: 1, fields: { "spec.schedulingGates": [5, 3] } },
  };
  const life = new Telling();
  const held = {
    type: "PodScheduled",
    status: "False",
    reason: "SchedulingGated",
    message: "Held",
  };
  const { id: cause } = life.input(0, "kubectl apply -f -");
  const pod = life.pod(0, { nodeName: "", conditions: [held], cause });
  const stations = whyOf(pod, life.history(), positions, "\n\n\n\n  schedulingGates:");
  assert.deepEqual(
    stations.map(({ text, line }) => [text, line]),
    [
      ["Held", null],
      ["The manifest says *schedulingGates*.", 5],
    ],
  );
});

test("one second is said as one", () => {
  const field = "spec.terminationGracePeriodSeconds";
  const positions = { "Pod/default/web": { document: 0, line: 1, fields: { [field]: [1, 1] } } };
  for (const [value, told] of [
    [1, "You give the Pod *1* second to end."],
    [2, "You give the Pod *2* seconds to end."],
  ]) {
    const life = started();
    const grace = life.process(9, "grace", { until: 9 + value, count: value, fields: [field] });
    const manifest = `terminationGracePeriodSeconds: ${value}`;
    assert.equal(whyOf(grace, life.history(), positions, manifest).at(-1).text, told);
  }
});
