package io.github.taskhost.sample.remote;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of tasks that follow jobs.
 *
 * @param connectTimeout the timeout of a connection to the job service
 * @param readTimeout the timeout of a response
 */
@ConfigurationProperties("sample.remote")
record RemoteProperties(@DefaultValue("2s") Duration connectTimeout, @DefaultValue("5s") Duration readTimeout) {
}
