/** What is missing of the effect of fields that are simulated in part. */

import { gettext } from "../store/words.js";

/** @type {Record<string, () => string>} by the server's name for it */
const LACKING = {
  "cpu-limit": () =>
    gettext("It counts for the QoS class and for quotas; no process is slowed down by it."),
  "memory-limit": () =>
    gettext("Programs like stress reach it, and amounts and leaks that you set; no other grows."),
  user: () => gettext("runAsNonRoot is held against it; files are open to every user."),
  "service-account": () => gettext("Its token is mounted; nobody’s rights are checked."),
  "host-network": () =>
    gettext("The Pod has the node’s address and ports; the node’s own processes are not there."),
  "host-path": () =>
    gettext("A node has the files of a plain Debian, and what its Pods have written."),
  "external-policy": () =>
    gettext("It matters to requests through a load balancer; node ports aren’t open to anybody."),
  storage: () => gettext("It counts when a volume is chosen; no volume ever runs full."),
};

/** @param {string} name */
export function lacking(name) {
  return LACKING[name]?.() ?? "";
}
