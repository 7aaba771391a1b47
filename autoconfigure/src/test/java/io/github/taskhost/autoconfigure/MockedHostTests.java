package io.github.taskhost.autoconfigure;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.web.HttpTaskSessions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mockingDetails;

/**
 * Tests for an application whose tests replace the host by a mock.
 */
@SpringBootTest(webEnvironment = WebEnvironment.MOCK, properties = { "management.endpoints.web.exposure.include=*",
		"management.endpoint.health.show-details=always", "management.endpoint.backgroundtasks.access=unrestricted" })
class MockedHostTests {

	@MockitoBean
	private BackgroundTaskHost host;

	@Autowired
	private BackgroundTaskHost injected;

	@Autowired
	private HttpTaskSessions sessions;

	@Test
	void everyBeanOfTheStarterWorksWithTheMock() {
		assertThat(mockingDetails(this.host).isMock()).isTrue();
		assertThat(this.injected).isSameAs(this.host);
		assertThat(this.sessions).isNotNull();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
