package croft.services.cloudwatch.data;

import croft.services.cloudwatch.series.SeriesStore;
import croft.services.operation.Pages;
import java.time.InstantSource;

/** What the operations on data are made of. */
public record MetricParts(SeriesStore series, InstantSource time, Pages pages) {}
