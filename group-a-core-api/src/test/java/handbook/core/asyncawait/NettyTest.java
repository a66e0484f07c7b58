package handbook.core.asyncawait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // only so that a mistake ends
class NettyTest {
    private static void boom() {
        throw new IllegalStateException("boom");
    }

    @Test
    @DisplayName("A callback that throws ends Netty's DefaultEventLoop for good, where it came by `execute`")
    void executeEndsTheDefaultLoop() {
        var loop = new DefaultEventLoop();
        loop.execute(NettyTest::boom);
        assertThat(loop.terminationFuture().awaitUninterruptibly().cause()).hasMessage("boom");
        assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    @DisplayName("A callback that throws does not end Netty's DefaultEventLoop where it came by `submit`, nor Netty's loop for sockets")
    void submitAndTheLoopOfSocketsGoOn() {
        var loop = new DefaultEventLoop();
        var sockets = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            assertThat(loop.submit(NettyTest::boom).awaitUninterruptibly().cause()).hasMessage("boom");
            sockets.execute(NettyTest::boom);
            for (Executor executor : List.of(loop, sockets)) {
                assertThat(CompletableFuture.supplyAsync(() -> "ran", executor).join()).isEqualTo("ran");
            }
            assertThat(loop.isShuttingDown()).isFalse();
            assertThat(sockets.isShuttingDown()).isFalse();
        } finally {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
            sockets.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
