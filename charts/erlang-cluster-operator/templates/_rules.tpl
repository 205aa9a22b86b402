{{/*
What the operator does in the namespaces it watches, verb by verb. RbacTest fails when one is missing and when one is
not used any more.
*/}}
{{- define "operator.watchedRules" -}}
- apiGroups: [erlangcluster.io]
  resources: [erlangclusters]
  verbs: [list, watch]
- apiGroups: [erlangcluster.io]
  resources: [erlangclusters/status]
  verbs: [patch]
- apiGroups: [erlangcluster.io]
  resources: [erlangnodes]
  verbs: [list, watch, create, update, delete]
- apiGroups: [erlangcluster.io]
  resources: [erlangnodes/status]
  verbs: [update]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [secrets]
  verbs: [list, watch, create]
{{- end -}}
