package io.github.taskhost.local.session;

import java.time.Clock;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The removal of sessions by several threads. */
class SessionsTests {

	private final HiddenFailures failures = new HiddenFailures(Clock.systemUTC(), 10);

	private final Sessions sessions = new Sessions((id) -> new Session(id, new HiddenWork(id, 10, this.failures)),
			(id) -> false, this.failures);

	@Test
	void sessionThatAnotherThreadIsAboutToRemoveIsNotCounted() {
		Session session = this.sessions.of("s1");
		assertThat(session.retire()).isTrue();
		this.sessions.tidy("s1");
		assertThat(this.sessions.count()).isZero();
	}

	@Test
	void sessionInUseIsKept() {
		Session session = this.sessions.of("s1");
		session.hidden().begin(Thread.currentThread(), "work");
		this.sessions.tidy("s1");
		assertThat(this.sessions.find("s1")).isSameAs(session);
	}

}
