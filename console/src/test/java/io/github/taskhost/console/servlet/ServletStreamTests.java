package io.github.taskhost.console.servlet;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.console.live.LiveFeed;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/** Tests for {@link ServletStream}. */
@Timeout(60)
class ServletStreamTests {

	private final AsyncContext context = mock(AsyncContext.class);

	private final CountDownLatch completing = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	/**
	 * Otherwise the container finds the request incomplete after its listeners, and
	 * dispatches to the error page.
	 */
	@Test
	void errorOfTheContainerWaitsForTheCompletionByTheThreadThatWrites() throws Exception {
		AtomicReference<AsyncListener> listener = new AtomicReference<>();
		HttpServletRequest request = mock(HttpServletRequest.class);
		ServletResponse gone = mock(ServletResponse.class);
		given(request.startAsync()).willReturn(this.context);
		given(this.context.getResponse()).willReturn(gone);
		given(gone.getOutputStream()).willThrow(new IOException("broken pipe"));
		willAnswer((call) -> {
			listener.set(call.getArgument(0));
			return null;
		}).given(this.context).addListener(org.mockito.ArgumentMatchers.any(AsyncListener.class));
		willAnswer((call) -> {
			this.completing.countDown();
			this.release.await();
			return null;
		}).given(this.context).complete();
		ServletStream.start(mock(LiveFeed.class), request, mock(HttpServletResponse.class));
		this.completing.await();
		Thread container = Thread.ofPlatform().start(() -> onError(listener.get()));
		Awaitility.await().until(() -> container.getState() == Thread.State.WAITING);
		this.release.countDown();
		container.join();
		then(this.context).should().complete();
	}

	private void onError(AsyncListener listener) {
		try {
			listener.onError(new AsyncEvent(this.context));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
