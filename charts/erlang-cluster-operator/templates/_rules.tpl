{{/*
What the operator does, verb by verb: in the namespaces it watches, in its own, and outside of all. RightsTest of e2e
fails when a rule is missing, and when one is not used any more.
*/}}
{{- define "operator.watchedRules" -}}
- apiGroups: [erlangcluster.io]
  resources: [erlangclusters]
  verbs: [get, list, watch]
- apiGroups: [erlangcluster.io]
  resources: [erlangclusters/status]
  verbs: [patch]
- apiGroups: [erlangcluster.io]
  resources: [erlangnodes]
  verbs: [get, list, watch, create, update, delete]
- apiGroups: [erlangcluster.io]
  resources: [erlangnodes/status]
  verbs: [update]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
# The condition of the readiness gate.
- apiGroups: [""]
  resources: [pods/status]
  verbs: [patch]
# Cookies: their names are the user's. What exists is never changed.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch, create]
# The CA's certificates, which sidecars mount. RBAC cannot name what is to be created.
- apiGroups: [""]
  resources: [configmaps]
  resourceNames: [erlang-cluster-ca]
  verbs: [get, list, watch, update]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [create]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [events]
  verbs: [get, create, patch]
{{- end -}}

{{- define "operator.ownRules" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [{{ include "operator.name" . }}]
  verbs: [get, patch]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
- apiGroups: [""]
  resources: [secrets]
  resourceNames: [{{ include "operator.caSecret" . }}]
  verbs: [get, list, watch, update]
- apiGroups: [""]
  resources: [secrets]
  verbs: [create]
{{- with .Values.identity.issuer.secretName }}
# The CA that somebody else keeps, and the Event that says what is wrong with it.
- apiGroups: [""]
  resources: [secrets]
  resourceNames: [{{ . }}]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [events]
  verbs: [create]
{{- end }}
{{- end -}}

{{/* Of what has no namespace, and so needs a ClusterRole whatever is watched. */}}
{{- define "operator.clusterRules" -}}
# Whose a sidecar's token is.
- apiGroups: [authentication.k8s.io]
  resources: [tokenreviews]
  verbs: [create]
# No create, see webhook.yaml.
- apiGroups: [admissionregistration.k8s.io]
  resources: [mutatingwebhookconfigurations]
  resourceNames: [{{ include "operator.name" . }}]
  verbs: [get, list, watch, update]
{{- end -}}
