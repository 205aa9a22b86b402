package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * How pods are changed to become nodes of the cluster.
 *
 * @param style how the VM learns its name and cookie
 * @param image the sidecar's image; the operator's default when null
 * @param container the container that runs the VM; the pod's first when null
 * @param resources of the sidecar; the operator's default when null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Injection(
        @Default("Release")
        @JsonPropertyDescription(
                "How the VM learns its name and cookie: Release by the RELEASE_ variables that mix releases"
                        + " read, ErlFlags by ERL_AFLAGS, for images that start erl themselves.")
        Style style,

        @Size(min = 1, max = 1024)
        @JsonPropertyDescription("Image of the sidecar; the operator's own version when absent.")
        @Nullable
        String image,

        @Pattern(Labels.DNS_LABEL)
        @Size(min = 1, max = Labels.MAX_DNS_LABEL)
        @JsonPropertyDescription("Name of the container that runs the VM; the pod's first container when absent.")
        @Nullable
        String container,

        @JsonPropertyDescription("Resources of the sidecar; the operator's defaults when absent.") @Nullable
        Resources resources) {

    public static final Injection DEFAULT = new Injection(null, null, null);

    public Injection(
            @Nullable Style style, @Nullable String image, @Nullable String container, @Nullable Resources resources) {
        this.style = style == null ? Style.RELEASE : style;
        this.image = image;
        this.container = container;
        this.resources = resources;
    }

    /** With the operator's default resources. */
    public Injection(@Nullable Style style, @Nullable String image, @Nullable String container) {
        this(style, image, container, null);
    }

    /** How the VM learns its name and cookie. */
    public enum Style {
        @JsonProperty("Release")
        RELEASE,
        @JsonProperty("ErlFlags")
        ERL_FLAGS
    }
}
