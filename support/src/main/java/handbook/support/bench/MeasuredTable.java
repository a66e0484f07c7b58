package handbook.support.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import handbook.support.bench.Measured.Result;
import handbook.support.bench.Measured.Run;
import handbook.support.console.Figures;

/// One run as a Markdown table and a Mermaid bar chart.
final class MeasuredTable {
    private MeasuredTable() {}

    static List<String> render(Run run) {
        var unit = run.results().getFirst().unit();
        var better = unit.startsWith("ops") ? "more is better" : "less is better";
        var lines = new ArrayList<String>();
        lines.add("**" + run.benchmark() + "** in " + unit + ", " + better + ". " + run.machine() + "; " + run.date()
                + "; preset " + run.preset() + ".");
        lines.add("");
        lines.addAll(table(run.results()));
        lines.add("");
        lines.addAll(chart(run, unit));
        return lines;
    }

    private static List<String> table(List<Result> results) {
        var params = paramNames(results);
        var lines = new ArrayList<String>();
        lines.add("| method | threads | " + params.stream().map(name -> name + " | ").collect(Collectors.joining())
                + "score | error | ratio to `limit` |");
        lines.add("|---|---:|" + "---:|".repeat(params.size() + 3));
        for (var result : results) {
            var cells = new ArrayList<String>();
            cells.add("`" + result.method() + "`");
            cells.add(Integer.toString(result.threads()));
            params.forEach(name -> cells.add(result.params().getOrDefault(name, "")));
            cells.add(figure(result.score()));
            cells.add(result.error() == null ? "" : "± " + figure(result.error()));
            cells.add(ratio(result, results));
            lines.add("| " + String.join(" | ", cells) + " |");
        }
        return lines;
    }

    private static Set<String> paramNames(List<Result> results) {
        var names = new LinkedHashSet<String>();
        results.forEach(result -> names.addAll(result.params().keySet()));
        return names;
    }

    private static List<String> chart(Run run, String unit) {
        var labels = run.results().stream().map(result -> '"' + label(result) + '"').collect(Collectors.joining(", "));
        var scores = run.results().stream().map(result -> plain(result.score())).collect(Collectors.joining(", "));
        return List.of("```mermaid", "xychart-beta horizontal", "  title \"" + run.benchmark() + "\"",
                "  x-axis [" + labels + "]", "  y-axis \"" + unit + "\"", "  bar [" + scores + "]", "```");
    }

    private static String label(Result result) {
        var params = result.params().isEmpty() ? "" : " " + String.join(" ", result.params().values());
        return result.method() + params + " x" + result.threads();
    }

    private static String ratio(Result result, List<Result> results) {
        var limit = limitOf(result, results);
        return limit == null ? "" : Figures.decimal(result.score() / limit.score(), 2);
    }

    /// The limit under the same threads and parameters; where the limit has none of them, under the same threads, then
    /// any.
    private static @Nullable Result limitOf(Result result, List<Result> results) {
        var limits = results.stream().filter(other -> other.method().equals("limit")).toList();
        return limits.stream()
                .filter(limit -> limit.threads() == result.threads() && limit.params().equals(result.params()))
                .findFirst()
                .or(() -> limits.stream().filter(limit -> limit.threads() == result.threads()).findFirst())
                .or(() -> limits.stream().findFirst()).orElse(null);
    }

    private static String figure(double value) {
        var size = Math.abs(value);
        return Figures.decimal(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4);
    }

    private static String plain(double value) {
        return figure(value).replace(",", "");
    }
}
