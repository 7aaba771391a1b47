package io.github.taskhost.autoconfigure.slice;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.test.TestTime;
import io.github.taskhost.test.autoconfigure.AutoConfigureTaskhost;
import io.github.taskhost.test.autoconfigure.TaskhostTest;
import io.github.taskhost.web.TaskEventStreams;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static io.github.taskhost.test.TaskAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

class AutoConfigureTaskhostTests {

	@Nested
	@SpringBootTest
	@AutoConfigureTaskhost
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class WithTheWholeApplication {

		@Autowired
		private BackgroundTaskHost host;

		@Autowired
		private TestTime time;

		@Autowired
		private ApplicationContext context;

		@Test
		void applicationIsComplete() {
			assertThat(this.context.getBean(Archive.class)).isNotNull();
			assertThat(this.context.getBean(Pages.class)).isNotNull();
		}

		@Test
		@Order(1)
		void timeIsSettable() throws Exception {
			var task = this.host.session("ann").run("sleep", (work) -> work.sleep(Duration.ofDays(1)));
			this.time.awaitScheduled(Duration.ofDays(1));
			this.time.advance(Duration.ofDays(1));
			this.host.awaitIdle(Duration.ofSeconds(30));
			assertThat(task).isCompleted();
		}

		@Test
		@Order(2)
		void hostIsResetAfterEachTest() {
			assertThat(this.host.session("ann").list()).isEmpty();
		}

	}

	@Nested
	@SpringBootTest
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class WithoutTheAnnotation {

		@Autowired
		private BackgroundTaskHost host;

		@Autowired
		private ApplicationContext context;

		@Test
		@Order(1)
		void timeIsReal() throws Exception {
			assertThat(this.context.getBeanNamesForType(TestTime.class)).isEmpty();
			this.host.session("ann").run("nothing", (work) -> {
			});
			this.host.awaitIdle(Duration.ofSeconds(30));
		}

		@Test
		@Order(2)
		void hostIsNotReset() {
			assertThat(this.host.session("ann").list()).hasSize(1);
		}

	}

	@Nested
	@WebMvcTest

	@AutoConfigureTaskhost
	class WithControllers {

		@Autowired
		private MockMvcTester mvc;

		@Autowired
		private BackgroundTaskHost host;

		@Autowired
		private ApplicationContext context;

		@Test
		void controllerStartsWork() throws Exception {
			assertThat(this.mvc.post().uri("/work")).hasStatusOk();
			this.host.awaitIdle(Duration.ofSeconds(30));
			assertThat(this.host.session("web").list().getFirst()).isCompleted();
			assertThat(this.context.getBean(TaskEventStreams.class)).isNotNull();
		}

	}

	@Nested
	@TaskhostTest(Copies.class)

	class WithAMockOfTheHost {

		@MockitoBean
		private BackgroundTaskHost host;

		@Test
		void mockIsLeftAlone() {
			assertThat(this.host.kinds()).isEmpty();
		}

	}

	@Nested
	@TaskhostTest(Copies.class)
	class WithATimeOfItsOwn {

		@Autowired
		private TestTime time;

		@Test
		void timeOfTheTestTakesPrecedence(@Autowired ApplicationContext context) {
			assertThat(context.getBeansOfType(TestTime.class)).hasSize(1).containsValue(this.time).containsKey("own");
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class Time {

			@Bean
			TestTime own() {
				return new TestTime();
			}

		}

	}

}
