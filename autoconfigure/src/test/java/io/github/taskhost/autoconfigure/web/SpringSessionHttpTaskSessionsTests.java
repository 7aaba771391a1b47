package io.github.taskhost.autoconfigure.web;

import java.util.concurrent.TimeUnit;

import io.github.taskhost.autoconfigure.web.SessionTestApplication.RecordingCloser;
import io.github.taskhost.autoconfigure.web.SpringSessionTestConfiguration.CountingRepository;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.MapSession;
import org.springframework.session.events.SessionExpiredEvent;
import org.springframework.session.web.http.SessionRepositoryFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with HTTP sessions of Spring Session.
 */
class SpringSessionHttpTaskSessionsTests extends AbstractHttpTaskSessionsTests {

	@Override
	ConfigurableApplicationContext run() {
		return SessionTestApplication.run(SessionTestApplication.class, SpringSessionTestConfiguration.class,
				AllDispatches.class);
	}

	@Test
	void errorDispatchWithoutTheSessionKeepsTheTasks() throws Exception {
		try (ConfigurableApplicationContext first = SessionTestApplication.run(SessionTestApplication.class,
				SpringSessionTestConfiguration.class)) {
			Browser browser = new Browser(first);
			String owner = browser.get("/owner");
			assertThat(browser.start("/unknown").get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(404);
			browser.start("/unauthorized").get(30, TimeUnit.SECONDS);
			assertThat(browser.get("/find")).isEqualTo(owner);
			assertThat(first.getBean(RecordingCloser.class).closed).isEmpty();
		}
	}

	@Test
	void expiryReportedByTheRepositoryCloses() throws Exception {
		Browser browser = browser();
		String owner = browser.get("/spawn");
		MapSession session = application().getBean(CountingRepository.class).findById(browser.get("/id"));
		assertThat(session).isNotNull();
		application().publishEvent(new SessionExpiredEvent(this, session));
		assertClosed(owner);
	}

	@Test
	void requestThatDoesNotAccessTheSessionDoesNotLoadIt() throws Exception {
		Browser browser = browser();
		browser.get("/owner");
		CountingRepository repository = application().getBean(CountingRepository.class);
		int before = repository.lookups.get();
		browser.get("/nothing");
		assertThat(repository.lookups.get()).isEqualTo(before);
		browser.get("/find");
		assertThat(repository.lookups.get()).isGreaterThan(before);
	}

	/**
	 * Registers the filter like Spring Boot's module for Spring Session. By default, the
	 * filter takes part only in the first dispatch of a request.
	 */
	@Configuration(proxyBeanMethods = false)
	static class AllDispatches {

		@Bean
		FilterRegistrationBean<SessionRepositoryFilter<?>> allDispatches(SessionRepositoryFilter<?> filter) {
			FilterRegistrationBean<SessionRepositoryFilter<?>> registration = new FilterRegistrationBean<>(filter);
			registration.setDispatcherTypes(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.REQUEST);
			registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER);
			return registration;
		}

	}

}
