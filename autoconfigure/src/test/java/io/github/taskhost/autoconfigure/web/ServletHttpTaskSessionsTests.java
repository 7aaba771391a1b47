package io.github.taskhost.autoconfigure.web;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.autoconfigure.web.SessionTestApplication.RecordingCloser;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.apache.catalina.session.StandardManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with HTTP sessions of Tomcat.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServletHttpTaskSessionsTests extends AbstractHttpTaskSessionsTests {

	@Override
	ConfigurableApplicationContext run() {
		return SessionTestApplication.run(SessionTestApplication.class, FrequentExpiry.class);
	}

	@Test
	void expiryOfTheHttpSessionCloses() throws Exception {
		Browser browser = browser();
		String owner = browser.get("/spawn");
		browser.get("/expire");
		assertClosed(owner);
	}

	@Test
	void ownerCreatedDuringALoginIsKept() throws Exception {
		Browser browser = browser();
		browser.get("/id");
		CompletableFuture<HttpResponse<String>> held = hold(browser);
		browser.get("/migrate");
		release();
		String owner = held.get(30, TimeUnit.SECONDS).body();
		assertThat(browser.get("/find")).isEqualTo(owner);
		assertThat(application().getBean(RecordingCloser.class).closed).doesNotContain(owner);
	}

	@Test
	void shutdownOfTheServerClosesNothing(CapturedOutput output) throws Exception {
		ConfigurableApplicationContext stopping = run();
		RecordingCloser closer = stopping.getBean(RecordingCloser.class);
		HttpSessions sessions = stopping.getBean(HttpSessions.class);
		new Browser(stopping).get("/spawn");
		stopping.close();
		assertThat(sessions.ended.get()).isEqualTo(1);
		assertThat(closer.closed).isEmpty();
		assertThat(output).doesNotContain("sessionDestroyed").doesNotContain("event listener threw");
	}

	/**
	 * Counts the HTTP sessions that end.
	 */
	static class HttpSessions implements HttpSessionListener {

		final AtomicInteger ended = new AtomicInteger();

		@Override
		public void sessionDestroyed(HttpSessionEvent event) {
			this.ended.incrementAndGet();
		}

	}

	/**
	 * Makes Tomcat check for expired sessions at each run of its background thread
	 * instead of each sixth.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FrequentExpiry {

		@Bean
		HttpSessions httpSessions() {
			return new HttpSessions();
		}

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> frequentExpiry() {
			TomcatContextCustomizer manager = (context) -> {
				StandardManager often = new StandardManager();
				often.setProcessExpiresFrequency(1);
				context.setManager(often);
			};
			return (factory) -> factory.addContextCustomizers(manager);
		}

	}

}
