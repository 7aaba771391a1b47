package io.github.taskhost.autoconfigure.web;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import io.github.taskhost.autoconfigure.web.SessionTestApplication.RecordingCloser;
import io.github.taskhost.autoconfigure.web.SessionTestApplication.Visits;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the tasks of HTTP sessions, for any session store. Each test uses a separate
 * browser.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbstractHttpTaskSessionsTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private ConfigurableApplicationContext application;

	abstract ConfigurableApplicationContext run();

	@BeforeAll
	void start() {
		this.application = run();
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	final ConfigurableApplicationContext application() {
		return this.application;
	}

	final Browser browser() {
		return new Browser(this.application);
	}

	final void assertKept(String owner) {
		assertThat(this.application.getBean(RecordingCloser.class).closed).doesNotContain(owner);
		assertThat(task(owner, "CANCEL").state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	final void assertClosed(String owner) throws InterruptedException {
		host().task(owner, "CANCEL").await(SOON);
		assertThat(task(owner, "CANCEL").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(task(owner, "KEEP").state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(this.application.getBean(RecordingCloser.class).closed).containsOnlyOnce(owner);
	}

	final CompletableFuture<HttpResponse<String>> hold(Browser browser) throws Exception {
		CompletableFuture<HttpResponse<String>> held = browser.start("/hold");
		assertThat(visits().held.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
		return held;
	}

	final void release() {
		visits().release.release();
	}

	private Visits visits() {
		return this.application.getBean(Visits.class);
	}

	private BackgroundTaskRecord task(String owner, String id) {
		return host().task(owner, id).record();
	}

	private BackgroundTaskHost host() {
		return this.application.getBean(BackgroundTaskHost.class);
	}

	@Test
	void ownerIsTheSameInEveryRequest() throws Exception {
		Browser browser = browser();
		assertThat(browser.get("/find")).isEqualTo("none");
		String owner = browser.get("/owner");
		assertThat(browser.get("/owner")).isEqualTo(owner);
		assertThat(browser.get("/find")).isEqualTo(owner);
		assertThat(browser().get("/owner")).isNotEqualTo(owner);
	}

	@Test
	void ownerIdIsUnrelatedToTheHttpSessionId() throws Exception {
		Browser browser = browser();
		String owner = browser.get("/owner");
		assertThat(owner).matches("http_[0-9a-f]{32}").doesNotContainIgnoringCase(browser.get("/id"));
	}

	@Test
	void concurrentRequestsGetOneOwner() throws Exception {
		Browser browser = browser();
		browser.get("/id");
		CompletableFuture<HttpResponse<String>> first = browser.start("/together");
		String second = browser.get("/together");
		assertThat(first.get(30, TimeUnit.SECONDS).body()).isEqualTo(second);
		assertThat(browser.get("/find")).isEqualTo(second);
	}

	@Test
	void requestWithoutASessionGetsNone() throws Exception {
		Browser browser = browser();
		browser.get("/nothing");
		assertThat(browser.hasCookies()).isFalse();
	}

	@Test
	void changeOfTheHttpSessionIdKeepsTheTasks() throws Exception {
		Browser browser = browser();
		String owner = browser.get("/spawn");
		String before = browser.get("/id");
		assertThat(browser.get("/change-id")).isNotEqualTo(before);
		assertThat(browser.get("/find")).isEqualTo(owner);
		assertKept(owner);
	}

	@Test
	void loginThatMigratesTheHttpSessionKeepsTheTasks() throws Exception {
		Browser browser = browser();
		String owner = browser.get("/spawn");
		String before = browser.get("/id");
		assertThat(browser.get("/migrate")).isNotEqualTo(before);
		assertThat(browser.get("/find")).isEqualTo(owner);
		assertKept(owner);
		browser.get("/logout");
		assertClosed(owner);
	}

	@Test
	void requestConcurrentWithALoginKeepsTheTasks() throws Exception {
		Browser browser = browser();
		String owner = browser.get("/spawn");
		CompletableFuture<HttpResponse<String>> held = hold(browser);
		browser.get("/migrate");
		release();
		assertThat(held.get(30, TimeUnit.SECONDS).body()).isEqualTo(owner);
		assertThat(browser.get("/find")).isEqualTo(owner);
		assertKept(owner);
	}

	@Test
	void endOfTheHttpSessionClosesByPolicy() throws Exception {
		Browser browser = browser();
		String owner = browser.get("/spawn");
		browser.get("/logout");
		assertClosed(owner);
		assertThat(browser.get("/owner")).isNotEqualTo(owner);
	}

	@Test
	void endClosesEvenIfANewHttpSessionFollows() throws Exception {
		Browser browser = browser();
		String owner = browser.get("/spawn");
		String next = browser.get("/logout-and-return");
		assertThat(next).isNotEqualTo(owner);
		assertThat(browser.get("/find")).isEqualTo(next);
		assertClosed(owner);
	}

	@Test
	void endInAFailedRequestCloses() throws Exception {
		Browser browser = browser();
		String owner = browser.get("/spawn");
		assertThat(browser.start("/logout-and-fail").get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
		assertClosed(owner);
	}

	@Test
	void endInAnErrorDispatchCloses() throws Exception {
		Browser browser = browser();
		String owner = browser.get("/spawn");
		HttpResponse<String> response = browser.start("/unauthorized").get(30, TimeUnit.SECONDS);
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.body()).isEqualTo("bye");
		assertClosed(owner);
	}

	@Test
	void endOnAnotherThreadOfTheRequestCloses() throws Exception {
		Browser browser = browser();
		String owner = browser.get("/spawn");
		browser.get("/logout-later");
		assertClosed(owner);
	}

	@Test
	void ownerCreatedAndEndedInOneRequestIsClosed() throws Exception {
		assertClosed(browser().get("/spawn-and-logout"));
	}

	@Test
	void accessToAForeignHttpSessionDoesNotCloseIt() throws Exception {
		browser().get("/leave-behind");
		String owner = browser().get("/reach");
		assertThat(this.application.getBean(RecordingCloser.class).closed).doesNotContain(owner);
	}

	@Test
	void nothingIsClosedWhileTheHostDrains() throws Exception {
		try (ConfigurableApplicationContext draining = run()) {
			Browser browser = new Browser(draining);
			browser.get("/spawn");
			LocalBackgroundTaskHost host = draining.getBean(LocalBackgroundTaskHost.class);
			host.drain();
			assertThat(host.phase()).isEqualTo(HostPhase.DRAINING);
			browser.get("/logout");
			assertThat(draining.getBean(RecordingCloser.class).closed).isEmpty();
		}
	}

}
