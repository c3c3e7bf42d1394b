/** The Pod's spec as the API server has it, with its defaults: what the stage reads of it. */

/**
 * @typedef {{initialDelaySeconds?: number, periodSeconds: number, timeoutSeconds: number,
 *   successThreshold: number, failureThreshold: number}} Probe
 * @typedef {{requests?: Record<string, string>, limits?: Record<string, string>}} Resources
 * @typedef {object} Container
 * @property {string} name
 * @property {string} image
 * @property {string[]} [command]
 * @property {string[]} [args]
 * @property {string} [restartPolicy]
 * @property {Partial<Record<"preStop" | "postStart", {exec?: {command?: string[]}}>>} [lifecycle]
 * @property {Probe} [readinessProbe]
 * @property {Probe} [livenessProbe]
 * @property {Probe} [startupProbe]
 * @property {Resources} [resources]
 * @property {{containerPort: number, protocol?: string, hostPort?: number}[]} [ports]
 * @property {{name: string, mountPath: string, readOnly?: boolean}[]} [volumeMounts]
 * @property {{privileged?: boolean, runAsUser?: number, readOnlyRootFilesystem?: boolean}}
 *   [securityContext]
 */

/**
 * @typedef {object} PodSpec
 * @property {Container[]} containers
 * @property {Container[]} [initContainers]
 * @property {Container[]} [ephemeralContainers]
 * @property {Record<string, any>[]} [volumes]
 * @property {{ip: string, hostnames?: string[]}[]} [hostAliases]
 * @property {boolean} [hostNetwork]
 * @property {boolean} [hostPID]
 * @property {boolean} [hostIPC]
 * @property {boolean} [shareProcessNamespace]
 * @property {string} [hostname]
 * @property {Record<string, string>} [overhead]
 * @property {{conditionType: string}[]} [readinessGates]
 * @property {string} [restartPolicy]
 */

/** @param {Container} container   one of the initContainers */
export function isSidecar(container) {
  return container.restartPolicy === "Always";
}
