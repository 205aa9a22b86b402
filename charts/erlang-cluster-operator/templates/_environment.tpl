{{/* The operator's settings: values become Quarkus' configuration properties, spelled as environment variables. */}}
{{- define "operator.environment" -}}
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: QUARKUS_LOG_LEVEL
  value: {{ .Values.logLevel }}
- name: ERLANGCLUSTER_OPERATOR_SERVICE
  value: {{ include "operator.name" . }}
{{- with .Values.watchNamespaces }}
- name: ERLANGCLUSTER_OPERATOR_NAMESPACES
  value: {{ join "," . }}
{{- end }}
- name: ERLANGCLUSTER_INJECTION_SIDECAR_IMAGE
  value: {{ include "operator.image" (dict "image" .Values.sidecar.image "chart" .Chart) }}
- name: ERLANGCLUSTER_INJECTION_WEBHOOK_NAME
  value: {{ include "operator.name" . }}
- name: ERLANGCLUSTER_IDENTITY_CA_SECRET
  value: {{ include "operator.caSecret" . }}
- name: ERLANGCLUSTER_IDENTITY_TRUST_DOMAIN
  value: {{ .Values.identity.trustDomain }}
- name: ERLANGCLUSTER_IDENTITY_CERTIFICATE_LIFETIME
  value: {{ .Values.identity.certificateLifetime }}
{{- end -}}
