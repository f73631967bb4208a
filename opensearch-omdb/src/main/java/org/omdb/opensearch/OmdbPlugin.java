// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.omdb.opensearch.allocation.FormatAllocationDecider;
import org.omdb.opensearch.allocation.PluginAllocationDecider;
import org.omdb.opensearch.export.ExportFolder;
import org.omdb.opensearch.export.OmdbExportAction;
import org.omdb.opensearch.export.RestOmdbExportAction;
import org.omdb.opensearch.export.TransportOmdbExportAction;
import org.omdb.opensearch.hybrid.OmdbHybridQueryBuilder;
import org.omdb.opensearch.hybrid.SearchTaskFilter;
import org.omdb.opensearch.index.KnnSettings;
import org.omdb.opensearch.index.NewIndexCheck;
import org.omdb.opensearch.index.OmdbCodecService;
import org.omdb.opensearch.index.OmdbEngineFactory;
import org.omdb.opensearch.index.OmdbSettings;
import org.omdb.opensearch.index.RestoreFilter;
import org.omdb.opensearch.knnapi.KnnQueryBuilder;
import org.omdb.opensearch.knnapi.KnnVectorFieldMapper;
import org.omdb.opensearch.mapper.OmdbVectorFieldMapper;
import org.omdb.opensearch.query.OmdbKnnQueryBuilder;
import org.omdb.opensearch.query.OmdbScoreQueryBuilder;
import org.omdb.opensearch.source.RestoringReader;
import org.omdb.opensearch.source.VectorMapping;
import org.omdb.opensearch.stats.OmdbStatsAction;
import org.omdb.opensearch.stats.RestCatOmdbAction;
import org.omdb.opensearch.stats.RestOmdbStatsAction;
import org.omdb.opensearch.stats.TransportOmdbStatsAction;
import org.omdb.opensearch.warmup.OmdbWarmupAction;
import org.omdb.opensearch.warmup.RestOmdbWarmupAction;
import org.omdb.opensearch.warmup.TransportOmdbWarmupAction;
import org.opensearch.action.ActionRequest;
import org.opensearch.action.support.ActionFilter;
import org.opensearch.cluster.metadata.IndexNameExpressionResolver;
import org.opensearch.cluster.node.DiscoveryNodes;
import org.opensearch.cluster.routing.allocation.decider.AllocationDecider;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.SetOnce;
import org.opensearch.common.settings.ClusterSettings;
import org.opensearch.common.settings.IndexScopedSettings;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.settings.SettingsFilter;
import org.opensearch.core.action.ActionResponse;
import org.opensearch.core.common.io.stream.NamedWriteableRegistry;
import org.opensearch.core.xcontent.NamedXContentRegistry;
import org.opensearch.env.Environment;
import org.opensearch.env.NodeEnvironment;
import org.opensearch.index.IndexCreationValidator;
import org.opensearch.index.IndexModule;
import org.opensearch.index.IndexSettings;
import org.opensearch.index.codec.CodecServiceFactory;
import org.opensearch.index.engine.EngineFactory;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.plugins.ActionPlugin;
import org.opensearch.plugins.ClusterPlugin;
import org.opensearch.plugins.EnginePlugin;
import org.opensearch.plugins.MapperPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.SearchPlugin;
import org.opensearch.repositories.RepositoriesService;
import org.opensearch.rest.RestController;
import org.opensearch.rest.RestHandler;
import org.opensearch.script.ScriptService;
import org.opensearch.threadpool.ThreadPool;
import org.opensearch.transport.client.Client;
import org.opensearch.watcher.ResourceWatcherService;

/**
 * Registers everything that the plugin adds to a node: settings, codec and engine of an index, the
 * mapping type, the query and the REST actions.
 *
 * <p>Indexes without {@code index.omdb: true} behave as if the plugin was not installed.
 */
public final class OmdbPlugin extends Plugin
    implements ActionPlugin, ClusterPlugin, EnginePlugin, MapperPlugin, SearchPlugin {

  /** The name under which the plugin is installed. */
  public static final String NAME = "opensearch-omdb";

  /** Set before the first request. */
  private ClusterService clusterService;

  /** Set before the first request. */
  private ThreadPool threadPool;

  /** Whether the node has the names of the k-NN plugin. */
  private final boolean hasKnnApi;

  /**
   * Called by OpenSearch, once per node.
   *
   * @param node settings of the node
   */
  public OmdbPlugin(Settings node) {
    this.hasKnnApi = KnnSettings.ENABLED.get(node);
  }

  @Override
  public List<Setting<?>> getSettings() {
    List<Setting<?>> settings = new ArrayList<>(OmdbSettings.all());
    settings.add(ExportFolder.PATH);
    settings.add(KnnSettings.ENABLED);
    if (hasKnnApi) {
      settings.addAll(KnnSettings.ofIndex());
    }
    return settings;
  }

  @Override
  public Settings additionalSettings() {
    return PluginAllocationDecider.nodeSettings(hasKnnApi);
  }

  @Override
  public Collection<AllocationDecider> createAllocationDeciders(
      Settings settings, ClusterSettings clusterSettings) {
    return List.of(new PluginAllocationDecider(), new FormatAllocationDecider());
  }

  /** Makes the components that OpenSearch injects into the transport actions. */
  @Override
  public Collection<Object> createComponents(
      Client client,
      ClusterService newClusterService,
      ThreadPool newThreadPool,
      ResourceWatcherService resourceWatcherService,
      ScriptService scriptService,
      NamedXContentRegistry xContentRegistry,
      Environment environment,
      NodeEnvironment nodeEnvironment,
      NamedWriteableRegistry namedWriteableRegistry,
      IndexNameExpressionResolver indexNameExpressionResolver,
      Supplier<RepositoriesService> repositoriesServiceSupplier) {
    clusterService = newClusterService;
    threadPool = newThreadPool;
    return List.of(new ExportFolder(environment));
  }

  @Override
  public Collection<IndexCreationValidator> getIndexCreationValidators() {
    return List.of(new NewIndexCheck(() -> clusterService.state(), hasKnnApi));
  }

  @Override
  public List<ActionFilter> getActionFilters() {
    return List.of(
        new RestoreFilter(),
        new SearchTaskFilter(
            () -> threadPool.getThreadContext(), () -> clusterService.localNode().getId()));
  }

  @Override
  public List<ActionHandler<? extends ActionRequest, ? extends ActionResponse>> getActions() {
    return List.of(
        new ActionHandler<>(OmdbStatsAction.INSTANCE, TransportOmdbStatsAction.class),
        new ActionHandler<>(OmdbWarmupAction.INSTANCE, TransportOmdbWarmupAction.class),
        new ActionHandler<>(OmdbExportAction.INSTANCE, TransportOmdbExportAction.class));
  }

  @Override
  public List<RestHandler> getRestHandlers(
      Settings settings,
      RestController restController,
      ClusterSettings clusterSettings,
      IndexScopedSettings indexScopedSettings,
      SettingsFilter settingsFilter,
      IndexNameExpressionResolver indexNameExpressionResolver,
      Supplier<DiscoveryNodes> nodesInCluster) {
    return List.of(
        new RestOmdbStatsAction(),
        new RestCatOmdbAction(nodesInCluster),
        new RestOmdbWarmupAction(),
        new RestOmdbExportAction());
  }

  @Override
  public Optional<CodecServiceFactory> getCustomCodecServiceFactory(IndexSettings settings) {
    return OmdbSettings.isOmdb(settings.getSettings())
        ? Optional.of(OmdbCodecService::new)
        : Optional.empty();
  }

  @Override
  public Optional<EngineFactory> getEngineFactory(IndexSettings settings) {
    // A searchable snapshot is read-only. OpenSearch picks its engine if no plugin brings one.
    return OmdbSettings.isOmdb(settings.getSettings()) && settings.isRemoteSnapshot() == false
        ? Optional.of(new OmdbEngineFactory())
        : Optional.empty();
  }

  /**
   * Sets the reader wrapper that puts vectors back into {@code _source}.
   *
   * <p>OpenSearch allows one reader wrapper per index. If another plugin has set one already, as
   * the security plugin does, an index without vectors in its source can't be created.
   */
  @Override
  public void onIndexModule(IndexModule module) {
    if (OmdbSettings.restoresVectors(module.getSettings())) {
      try {
        module.setReaderWrapper(
            index -> {
              VectorMapping mapping = VectorMapping.of(index);
              return reader -> new RestoringReader(reader, mapping);
            });
      } catch (SetOnce.AlreadySetException e) {
        throw new IllegalArgumentException(
            "["
                + OmdbSettings.VECTORS_IN_SOURCE.getKey()
                + ": false] can't be used here: another plugin, such as the security plugin, wraps"
                + " the readers of all indexes, and an index has one wrapper;"
                + " [index.derived_source.enabled: true] stores no vectors in the source either",
            e);
      }
    }
  }

  @Override
  public Map<String, Mapper.TypeParser> getMappers() {
    Map<String, Mapper.TypeParser> mappers = new HashMap<>();
    mappers.put(OmdbVectorFieldMapper.CONTENT_TYPE, OmdbVectorFieldMapper.PARSER);
    if (hasKnnApi) {
      mappers.put(KnnVectorFieldMapper.CONTENT_TYPE, KnnVectorFieldMapper.PARSER);
    }
    return mappers;
  }

  @Override
  public List<QuerySpec<?>> getQueries() {
    List<QuerySpec<?>> queries = new ArrayList<>();
    queries.add(
        new QuerySpec<>(
            OmdbKnnQueryBuilder.NAME, OmdbKnnQueryBuilder::new, OmdbKnnQueryBuilder::parse));
    queries.add(
        new QuerySpec<>(
            OmdbScoreQueryBuilder.NAME, OmdbScoreQueryBuilder::new, OmdbScoreQueryBuilder::parse));
    queries.add(
        new QuerySpec<>(
            OmdbHybridQueryBuilder.NAME,
            OmdbHybridQueryBuilder::new,
            OmdbHybridQueryBuilder::parse));
    if (hasKnnApi) {
      queries.add(
          new QuerySpec<>(KnnQueryBuilder.NAME, KnnQueryBuilder::new, KnnQueryBuilder::parse));
    }
    return queries;
  }
}
