package handbook.core.asyncawait;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.DefaultEventLoop;

/// Netty's event loop for callbacks and timers. Those that serve sockets add the waiting for their events.
final class NettyLoop implements Loop {
    private final DefaultEventLoop loop = new DefaultEventLoop();

    @Override
    public void execute(Runnable callback) {
        loop.execute(() -> Loop.invoke(callback)); // what a callback throws here would end this loop
    }

    @Override
    public void schedule(Runnable callback, Duration delay) {
        var _ = loop.schedule(() -> Loop.invoke(callback), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        // no quiet period: by default it goes on for 2 s after the last callback
        var end = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        if (!loop.inEventLoop()) {
            end.awaitUninterruptibly();
        }
    }
}
