package io.github.taskhost.sample.remote;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Objects;
import java.util.Optional;

import io.github.taskhost.sample.jobs.JobServer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/**
 * The client of the job service.
 */
@Component
class JobClient implements DisposableBean {

	private final HttpClient connections;

	private final RestClient service;

	@Autowired
	JobClient(JobServer server, RemoteProperties properties) {
		this(server.uri(), properties);
	}

	JobClient(URI server, RemoteProperties properties) {
		this.connections = HttpClient.newBuilder()
			.connectTimeout(properties.connectTimeout())
			.followRedirects(HttpClient.Redirect.NEVER)
			.proxy(HttpClient.Builder.NO_PROXY)
			.build();
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(this.connections);
		requests.setReadTimeout(properties.readTimeout());
		this.service = RestClient.builder().baseUrl(server).requestFactory(requests).build();
	}

	RemoteJob start(RemoteJobInput input) {
		return Objects.requireNonNull(this.service.post()
			.uri("/jobs")
			.contentType(MediaType.APPLICATION_JSON)
			.body(input)
			.retrieve()
			.body(RemoteJob.class), "The job service answered without a body");
	}

	/** Returns the job, or empty if the service has no job with this id. */
	Optional<RemoteJob> find(String id) {
		return exchange(HttpMethod.GET, id);
	}

	/**
	 * Cancels a job. Returns the job, or empty if the service has no job with this id.
	 */
	Optional<RemoteJob> cancel(String id) {
		return exchange(HttpMethod.DELETE, id);
	}

	private Optional<RemoteJob> exchange(HttpMethod method, String id) {
		try {
			@Nullable RemoteJob job = this.service.method(method).uri("/jobs/{id}", id).retrieve().body(RemoteJob.class);
			return Optional.of(Objects.requireNonNull(job, "The job service answered without a body"));
		}
		catch (HttpClientErrorException.NotFound ex) {
			return Optional.empty();
		}
	}

	@Override
	public void destroy() {
		this.connections.shutdownNow();
	}

}
