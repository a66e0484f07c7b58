package handbook.sample.wolf;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import handbook.sample.sheep.Flock;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.process.ChildJvm;
import picocli.CommandLine.Command;

/// Leaves a file and a process behind, and prints to the error stream.
@Command(name = "wolf-howl", description = "Howls.")
public final class WolfExample extends Example {
    public static void main(String[] args) {
        if (args[0].equals("linger")) {
            linger();
        } else {
            ExampleRunner.main(new WolfExample(), args);
        }
    }

    private static void linger() {
        try {
            System.out.println("lingering " + new CountDownLatch(1).await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void call() throws IOException {
        printOrigin();
        System.out.println("howled at " + new Flock().size() + " sheep");
        System.err.println("howl");
        Files.writeString(Files.createTempFile("wolf", ".txt"), "howl");
        new ProcessBuilder(ChildJvm.java(), "-Xmx32m", "-cp", System.getProperty("java.class.path"),
                WolfExample.class.getName(), "linger").start();
        awaitSeen();
    }

    /// Lives on for long enough to be seen with its child.
    private static void awaitSeen() {
        var me = ProcessHandle.current();
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        while (me.children().findAny().isEmpty() || System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
