package io.erlangcluster.operator.cluster;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import jakarta.inject.Singleton;

/**
 * The framework's own meters: none. It gives one name ({@code events.received}) to meters with different labels, which
 * Prometheus refuses; the exception comes out of an event handler, and the event is lost.
 */
@Singleton
class FrameworkMetrics implements Metrics {}
