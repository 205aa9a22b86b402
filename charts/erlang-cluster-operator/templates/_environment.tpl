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
- name: ERLANGCLUSTER_INJECTION_SIDECAR_METRICS
  value: {{ .Values.sidecar.metrics.listen | upper }}
- name: ERLANGCLUSTER_INJECTION_WEBHOOK_NAME
  value: {{ include "operator.name" . }}
- name: ERLANGCLUSTER_IDENTITY_CA_SECRET
  value: {{ include "operator.caSecret" . }}
- name: ERLANGCLUSTER_IDENTITY_TRUST_DOMAIN
  value: {{ .Values.identity.trustDomain }}
- name: ERLANGCLUSTER_IDENTITY_CERTIFICATE_LIFETIME
  value: {{ .Values.identity.certificateLifetime }}
{{- with .Values.identity.issuer.secretName }}
- name: ERLANGCLUSTER_IDENTITY_ISSUER_SECRET_NAME
  value: {{ . }}
{{- end }}
{{- if .Values.certManager.enabled }}
# The HTTPS server's certificate is the mounted one; the CA in the webhook's configuration is the cainjector's.
- name: ERLANGCLUSTER_INJECTION_WEBHOOK_CA_BUNDLE
  value: "false"
- name: QUARKUS_HTTP_TLS_CONFIGURATION_NAME
  value: mounted
- name: QUARKUS_TLS_MOUNTED_KEY_STORE_PEM_WEBHOOK_CERT
  value: /etc/webhook-tls/tls.crt
- name: QUARKUS_TLS_MOUNTED_KEY_STORE_PEM_WEBHOOK_KEY
  value: /etc/webhook-tls/tls.key
- name: QUARKUS_TLS_MOUNTED_RELOAD_PERIOD
  value: 5M
{{- end }}
{{- end -}}
