package io.erlangcluster.selector;

import io.erlangcluster.selector.Requirement.DoesNotExist;
import io.erlangcluster.selector.Requirement.Exists;
import io.erlangcluster.selector.Requirement.In;
import io.erlangcluster.selector.Requirement.NotIn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code app=web,tier in (a,b),!canary}: the grammar of kubectl's -l (apimachinery, labels.Parse) without
 * {@code <} and {@code >}, which no selector of an object may use either.
 */
final class SelectorParser {

    private static final Pattern TOKEN = Pattern.compile("\\s*(==|!=|[=!(),]|[^\\s=!(),]+)");
    private static final String END = "";

    private final String text;
    private final Matcher tokens;
    private String token = END;

    SelectorParser(String text) {
        this.text = text;
        this.tokens = TOKEN.matcher(text);
        advance();
    }

    LabelSelector parse() {
        List<Requirement> requirements = new ArrayList<>();
        if (!token.equals(END)) {
            do {
                requirements.add(requirement());
            } while (take(","));
        }
        if (!token.equals(END)) {
            throw unexpected("a comma or the end");
        }
        return new LabelSelector(requirements);
    }

    private Requirement requirement() {
        if (take("!")) {
            return new DoesNotExist(key());
        }
        String key = key();
        String operator = token;
        switch (operator) {
            case "=", "==", "!=", "in", "notin" -> advance();
            default -> {
                return new Exists(key);
            }
        }
        return switch (operator) {
            case "in" -> new In(key, values());
            case "notin" -> new NotIn(key, values());
            case "!=" -> new NotIn(key, Set.of(value()));
            default -> new In(key, Set.of(value()));
        };
    }

    private String key() {
        if (!LabelSyntax.isKey(token)) {
            throw unexpected("a label's key");
        }
        return advance();
    }

    private Set<String> values() {
        if (!take("(")) {
            throw unexpected("(");
        }
        Set<String> values = new LinkedHashSet<>();
        do {
            values.add(value());
        } while (take(","));
        if (!take(")")) {
            throw unexpected("a comma or )");
        }
        return values;
    }

    /** The empty value is written as nothing. */
    private String value() {
        if (token.equals(END) || token.equals(",") || token.equals(")")) {
            return "";
        }
        if (!LabelSyntax.isValue(token)) {
            throw unexpected("a label's value");
        }
        return advance();
    }

    private boolean take(String expected) {
        boolean there = token.equals(expected);
        if (there) {
            advance();
        }
        return there;
    }

    /** Steps to the next token; returns the one before. */
    private String advance() {
        String last = token;
        int from = tokens.hasMatch() ? tokens.end() : 0;
        token = tokens.region(from, text.length()).lookingAt() ? tokens.group(1) : END;
        return last;
    }

    private IllegalArgumentException unexpected(String expected) {
        String found = token.equals(END) ? "the end" : "\"" + token + "\" at " + tokens.start(1);
        return new IllegalArgumentException(
                "label selector: found " + found + ", expected " + expected + ", as in app=web,tier in (a,b),!canary");
    }
}
