package handbook.scalability.loadbalancing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import handbook.support.example.Failure;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.EquivalentAddressGroup;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusOr;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;

/// Unary gRPC calls of one client to several servers, whose names a resolver gives it. The messages are plain text.
final class GrpcCalls {
    private static final MethodDescriptor<String, String> WHO = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY).setFullMethodName("handbook.Instance/Who")
            .setRequestMarshaller(new Text()).setResponseMarshaller(new Text()).build();

    private GrpcCalls() {}

    /// Makes the calls, one after the other, over one channel.
    ///
    /// @param servers how many servers there are
    /// @param calls how many calls are counted
    /// @param policy gRPC's name of the policy, for example `round_robin`; null for its default
    /// @param connects how many of the servers the policy connects to; calls count when so many have answered
    /// @return how many calls each server answered, by its name
    static SortedMap<String, Integer> run(int servers, int calls, @Nullable String policy, int connects)
            throws IOException, InterruptedException {
        var running = new ArrayList<Server>();
        var resolver = new Addresses();
        NameResolverRegistry.getDefaultRegistry().register(resolver);
        var builder = NettyChannelBuilder.forTarget("instances:///all").usePlaintext();
        if (policy != null) {
            builder.defaultLoadBalancingPolicy(policy);
        }
        var channel = builder.build();
        try {
            for (int i = 0; i < servers; i++) {
                running.add(start("s" + i));
                resolver.addresses.add(running.getLast().getListenSockets().getFirst());
            }
            return call(channel, servers, calls, connects);
        } finally {
            channel.shutdownNow().awaitTermination(1, TimeUnit.MINUTES);
            for (var server : running) {
                server.shutdownNow().awaitTermination(1, TimeUnit.MINUTES);
            }
            NameResolverRegistry.getDefaultRegistry().deregister(resolver);
        }
    }

    private static SortedMap<String, Integer> call(Channel channel, int servers, int calls, int connects) {
        var connected = new HashSet<String>();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (connected.size() < connects) {
            if (System.nanoTime() - end > 0) {
                throw new Failure(connected.size() + " of " + connects + " servers answered within a minute");
            }
            connected.add(who(channel));
        }
        var answers = new TreeMap<String, Integer>();
        for (int i = 0; i < servers; i++) {
            answers.put("s" + i, 0);
        }
        for (int i = 0; i < calls; i++) {
            answers.merge(who(channel), 1, Integer::sum);
        }
        return answers;
    }

    private static String who(Channel channel) {
        var limited = CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(1, TimeUnit.MINUTES);
        return ClientCalls.blockingUnaryCall(channel, WHO, limited, "who?");
    }

    private static Server start(String name) throws IOException {
        var service = ServerServiceDefinition.builder("handbook.Instance")
                .addMethod(WHO, ServerCalls.asyncUnaryCall((question, answer) -> {
                    answer.onNext(name);
                    answer.onCompleted();
                })).build();
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(service).build().start();
    }

    /// Resolves `instances:///` to the servers, as DNS resolves a name to several addresses.
    private static final class Addresses extends NameResolverProvider {
        private final List<SocketAddress> addresses = new ArrayList<>();

        @Override
        public NameResolver newNameResolver(URI target, NameResolver.Args args) {
            return new NameResolver() {
                @Override
                public void start(Listener2 listener) {
                    var groups = addresses.stream().map(EquivalentAddressGroup::new).toList();
                    listener.onResult(ResolutionResult.newBuilder()
                            .setAddressesOrError(StatusOr.fromValue(groups)).build());
                }

                @Override
                public String getServiceAuthority() {
                    return "localhost";
                }

                @Override
                public void shutdown() {}
            };
        }

        @Override
        public String getDefaultScheme() {
            return "instances";
        }

        @Override
        protected boolean isAvailable() {
            return true;
        }

        @Override
        protected int priority() {
            return 5;
        }
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
