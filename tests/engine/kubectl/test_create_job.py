"""kubectl create job --from=cronjob/…

Restates TestCreateJobFromCronJob and TestCreateJobValidation
(staging/src/k8s.io/kubectl/pkg/cmd/create/create_job_test.go).
"""

import pytest
import yaml

from tests.engine.kubectl.shell import POD, Shell

CRON_JOB = """
apiVersion: batch/v1
kind: CronJob
metadata: {name: report}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    metadata: {labels: {app: report}, annotations: {note: nightly}}
    spec:
      backoffLimit: 2
      template:
        spec:
          restartPolicy: Never
          containers: [{name: c, image: "busybox:1.36", command: [sh, -c, echo done]}]
"""


def test_the_job_is_what_the_cron_job_would_make():
    shell = Shell()
    shell.does("kubectl apply -f -", CRON_JOB)
    said = shell.does("kubectl create job now --from=cronjob/report")
    assert said == "job.batch/now created"
    cron_job, job = shell.api.get("CronJob", "default", "report"), shell.api.list("Job")[0]
    assert job.metadata.labels["app"] == "report"
    assert job.metadata.annotations == {
        "cronjob.kubernetes.io/instantiate": "manual",
        "note": "nightly",
    }
    owner = job.metadata.ownerReferences[0]
    assert (owner.uid, owner.controller) == (cron_job.metadata.uid, True)
    assert owner.blockOwnerDeletion is None
    assert job.spec.backoffLimit == 2


@pytest.mark.parametrize(
    ["line", "said"],
    [
        ("job now", "error: either --image or --from must be specified"),
        (
            "job now --image=nginx --from=cronjob/report",
            "error: either --image or --from must be specified",
        ),
        ("job now --from=cronjob/report -- date", "error: cannot specify --from and command"),
        (
            "job now --from=cronjob/none",
            'Error from server (NotFound): cronjobs.batch "none" not found',
        ),
        ("job now --from=pod/web", "error: unknown object type *v1.Pod"),
    ],
)
def test_what_no_job_is_made_of(line, said):
    shell = Shell()
    shell.does("kubectl apply -f -", CRON_JOB + "---" + POD)
    assert shell.refuses(f"kubectl create {line}").startswith(said)
    assert shell.api.list("Job") == []


def test_a_dry_run_prints_the_job_with_its_owner():
    shell = Shell()
    shell.does("kubectl apply -f -", CRON_JOB)
    line = "kubectl create job now --from=cronjob/report --dry-run=client -o yaml"
    printed = yaml.safe_load(shell.does(line))
    assert printed["metadata"]["ownerReferences"][0]["name"] == "report"
    assert shell.api.list("Job") == []
