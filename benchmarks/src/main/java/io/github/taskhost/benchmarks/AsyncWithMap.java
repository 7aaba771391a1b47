package io.github.taskhost.benchmarks;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/**
 * The usual code of a Spring application: {@code @Async} on virtual threads, with the
 * futures in a map by id, each looked up. The ids are consecutive numbers, the cheapest
 * ids possible.
 */
final class AsyncWithMap implements Contender {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(AsyncTasks.class);

	private final Work work = this.context.getBean(Work.class);

	private final ConcurrentMap<String, CompletableFuture<Integer>> futures = new ConcurrentHashMap<>();

	@Override
	public String name() {
		return "`@Async`, futures in a map, each looked up";
	}

	@Override
	public void run(int tasks, int sessions) {
		for (int i = 0; i < tasks; i++) {
			this.futures.put(Integer.toString(i), this.work.start(i));
		}
		for (int i = 0; i < tasks; i++) {
			Objects.requireNonNull(this.futures.get(Integer.toString(i))).join();
		}
	}

	@Override
	public void tidy() {
		this.futures.clear();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncTasks {

		@Bean
		Work work() {
			return new Work();
		}

		@Bean
		SimpleAsyncTaskExecutor taskExecutor() {
			SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("async-");
			executor.setVirtualThreads(true);
			return executor;
		}

	}

	static class Work {

		@Async
		CompletableFuture<Integer> start(int number) {
			return CompletableFuture.completedFuture(number);
		}

	}

}
