{{/* The operator's settings: values become Quarkus' configuration properties, spelled as environment variables. */}}
{{- define "operator.environment" -}}
- name: QUARKUS_LOG_LEVEL
  value: {{ .Values.logLevel }}
{{- with .Values.watchNamespaces }}
- name: QUARKUS_OPERATOR_SDK_NAMESPACES
  value: {{ join "," . }}
{{- end }}
- name: ERLANGCLUSTER_INJECTION_SIDECAR_IMAGE
  value: {{ include "operator.image" (dict "image" .Values.sidecar.image "chart" .Chart) }}
{{- end -}}
