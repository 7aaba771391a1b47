package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;

import io.github.taskhost.autoconfigure.view.SessionView;
import io.github.taskhost.event.SessionPage;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Page of sessions.
 *
 * @param sessions the sessions in the order of their ids
 * @param next the cursor of the next page, or {@code null} at the end
 */
record SessionsDescriptor(List<SessionView> sessions, @Nullable String next) implements OperationResponseBody {

	static SessionsDescriptor of(SessionPage page) {
		return new SessionsDescriptor(page.sessions().stream().map(SessionView::of).toList(), page.next());
	}

}
