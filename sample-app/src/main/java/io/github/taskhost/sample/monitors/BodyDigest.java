package io.github.taskhost.sample.monitors;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

import org.jspecify.annotations.Nullable;

/**
 * Computes the digest of the beginning of a body, up to {@value #MAX_BYTES} bytes. Stores
 * no bytes, and does not read the rest.
 */
final class BodyDigest implements BodySubscriber<String> {

	static final int MAX_BYTES = 64 * 1024;

	private final CompletableFuture<String> body = new CompletableFuture<>();

	private final MessageDigest digest = sha256();

	private int left = MAX_BYTES;

	private @Nullable Subscription subscription;

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-256 is missing, although every Java platform must provide it", ex);
		}
	}

	@Override
	public CompletionStage<String> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		buffers.forEach(this::update);
		if (this.left == 0 && this.subscription != null) {
			this.subscription.cancel();
			onComplete();
		}
	}

	private void update(ByteBuffer buffer) {
		int taken = Math.min(this.left, buffer.remaining());
		this.digest.update(buffer.slice(buffer.position(), taken));
		this.left -= taken;
	}

	@Override
	public void onError(Throwable failure) {
		this.body.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		if (!this.body.isDone()) {
			this.body.complete(HexFormat.of().formatHex(this.digest.digest()));
		}
	}

}
