/**
 * What people and Prometheus ask a sidecar over HTTP: health, metrics, look-ups by label. Nobody imports it but the
 * wiring.
 */
@NullMarked
package io.erlangcluster.sidecar.admin;

import org.jspecify.annotations.NullMarked;
