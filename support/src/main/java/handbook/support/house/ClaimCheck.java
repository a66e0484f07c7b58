package handbook.support.house;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

import handbook.support.house.Answer.Claim;

/// Whether every claim of an answer is the display name of a test, and every test with a display name is a claim.
final class ClaimCheck {
    private final Topic topic;
    private final Problems problems;
    private final List<Class<?>> classes;
    private final List<NamedTest> tests = new ArrayList<>();

    /// A test method with a display name.
    private record NamedTest(Method method, String sentence) {
        Class<?> file() {
            return outermost(method.getDeclaringClass());
        }
    }

    private ClaimCheck(Topic topic) {
        this.topic = topic;
        problems = new Problems(topic.shown(topic.answer().page().file()));
        classes = Classes.of(topic.module().resolve("target/test-classes"), topic.packageName());
        for (var type : classes) {
            for (var method : type.getDeclaredMethods()) {
                var name = method.getAnnotation(DisplayName.class);
                if (name != null && !method.isSynthetic() && AnnotationSupport.isAnnotated(method, Testable.class)) {
                    tests.add(new NamedTest(method, Answer.withoutMarks(name.value())));
                }
            }
        }
    }

    /// Checks a topic; its tests must have been compiled.
    ///
    /// @param topic the topic
    /// @return what is wrong, a sentence each
    static List<String> problems(Topic topic) {
        var check = new ClaimCheck(topic);
        check.everyClaimHasItsTest();
        check.everyNamedTestIsAClaim();
        return check.problems.all();
    }

    private void everyClaimHasItsTest() {
        var seen = new HashSet<String>();
        for (var claim : topic.answer().claims()) {
            problems.require(seen.add(claim.sentence()), "the claim '" + claim.sentence() + "' stands there twice");
            var sameSentence = tests.stream().filter(test -> test.sentence().equals(claim.sentence())).toList();
            if (sameSentence.isEmpty()) {
                problems.add(
                        "the claim '" + claim.sentence() + "' is the @DisplayName of no test in the package: write "
                                + "the test, or take its exact words");
            } else if (sameSentence.stream().noneMatch(test -> isIn(test, claim))) {
                problems.add("the claim '" + claim.sentence() + "' links to " + claim.link() + ", but its test is in "
                        + sameSentence.getFirst().file().getSimpleName() + ": mend the link");
            }
        }
    }

    /// Whether a claim links to the test's class, or to one that inherits the test.
    private boolean isIn(NamedTest test, Claim claim) {
        return classes.stream().filter(type -> claim.link().endsWith("/" + type.getSimpleName() + ".java"))
                .anyMatch(type -> test.file().isAssignableFrom(type));
    }

    private void everyNamedTestIsAClaim() {
        var claimed = topic.answer().claims().stream().map(Claim::sentence).toList();
        for (var test : tests) {
            var method = test.method().getDeclaringClass().getSimpleName() + "." + test.method().getName();
            problems.require(claimed.contains(test.sentence()), "the test " + method + " proves '" + test.sentence()
                    + "', which is not among the claims: add the line, or remove its @DisplayName");
            problems.require(isRun(test),
                    "the build does not run " + method + ": its class, or one that extends it, must "
                            + "be named ...Test, and must not be @Disabled");
        }
    }

    private boolean isRun(NamedTest test) {
        return !test.method().isAnnotationPresent(Disabled.class) && classes.stream()
                .anyMatch(type -> test.file().isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())
                        && !type.isAnnotationPresent(Disabled.class)
                        && outermost(type).getSimpleName().endsWith("Test"));
    }

    private static Class<?> outermost(Class<?> type) {
        var outer = type;
        for (var next = type.getEnclosingClass(); next != null; next = next.getEnclosingClass()) {
            outer = next;
        }
        return outer;
    }
}
